package io.fairlead.kernel.runtime;

import io.fairlead.kernel.health.HealthCheck;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.ServiceReference;

/**
 * What a bundle offers, told from the properties of its services. A property {@code fairlead.KIND}
 * says {@code KIND VALUE} ({@code fairlead.protocol}, {@code fairlead.driver}, {@code
 * fairlead.surface}); the standards' whiteboards have their own words.
 */
final class Offers {

  private static final String OWN = "fairlead.";

  private final BundleContext context;

  Offers(BundleContext context) {
    this.context = context;
  }

  /** In order of the alphabet, each once. */
  List<String> of(Bundle bundle) {
    TreeSet<String> result = new TreeSet<>();
    ServiceReference<?>[] services =
        bundle.getState() == Bundle.UNINSTALLED ? null : bundle.getRegisteredServices();
    for (ServiceReference<?> service : services == null ? new ServiceReference<?>[0] : services) {
      for (String key : service.getPropertyKeys()) {
        String kind = kind(key);
        if (kind != null) {
          texts(service.getProperty(key)).forEach(value -> result.add(kind + " " + value));
        }
      }
      if (texts(service.getProperty(Constants.OBJECTCLASS)).contains(HealthCheck.class.getName())) {
        addPart(service, result);
      }
    }
    return List.copyOf(result);
  }

  private void addPart(ServiceReference<?> reference, TreeSet<String> result) {
    if (context.getService(reference) instanceof HealthCheck check) {
      result.add("health " + check.part());
      context.ungetService(reference);
    }
  }

  private static @Nullable String kind(String key) {
    return switch (key) {
      case "osgi.jdbc.driver.class" -> "driver";
      case "osgi.jakartars.name" -> "rest";
      case "osgi.http.whiteboard.servlet.pattern" -> "servlet";
      default -> key.startsWith(OWN) ? key.substring(OWN.length()) : null;
    };
  }

  private static Collection<String> texts(@Nullable Object value) {
    if (value instanceof Object[] array) {
      return Arrays.stream(array).map(String::valueOf).toList();
    }
    if (value instanceof Collection<?> collection) {
      return collection.stream().map(String::valueOf).toList();
    }
    return value == null ? List.of() : List.of(value.toString());
  }
}
