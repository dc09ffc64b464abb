package io.fairlead.kernel.runtime;

import io.fairlead.kernel.health.HealthCheck;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Set;
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
  private static final String REST_RESOURCE = "fairlead.rest";
  private static final String GRAPHQL_FRAGMENT = "io.fairlead.graphql.spi.GraphqlFragment";

  private final BundleContext context;

  Offers(BundleContext context) {
    this.context = context;
  }

  /** In order of the alphabet, each once. */
  List<String> of(Bundle bundle) {
    Set<String> result = new TreeSet<>();
    ServiceReference<?>[] services =
        bundle.getState() == Bundle.UNINSTALLED ? null : bundle.getRegisteredServices();
    for (ServiceReference<?> service : services == null ? new ServiceReference<?>[0] : services) {
      for (String key : service.getPropertyKeys()) {
        String kind = kind(key);
        if (kind != null) {
          texts(service.getProperty(key)).forEach(value -> result.add(kind + " " + value));
        }
      }
      Collection<String> types = texts(service.getProperty(Constants.OBJECTCLASS));
      if (types.contains(HealthCheck.class.getName())) {
        addPart(service, result);
      }
      if (types.contains(GRAPHQL_FRAGMENT) || service.getProperty(REST_RESOURCE) != null) {
        result.add("surface " + shortName(bundle));
      }
    }
    return List.copyOf(result);
  }

  private void addPart(ServiceReference<?> reference, Set<String> result) {
    if (context.getService(reference) instanceof HealthCheck check) {
      result.add("health " + check.part());
      context.ungetService(reference);
    }
  }

  /** {@code rest-traffic} for {@code io.fairlead.rest.traffic}. */
  private static String shortName(Bundle bundle) {
    String name = String.valueOf(bundle.getSymbolicName());
    return name.startsWith("io.fairlead.")
        ? name.substring("io.fairlead.".length()).replace('.', '-')
        : name;
  }

  private static @Nullable String kind(String key) {
    return switch (key) {
      case "osgi.jdbc.driver.class" -> "driver";
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
