package io.fairlead.access;

import io.fairlead.kernel.access.Access;
import io.fairlead.kernel.access.Caller;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.BundleContext;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceEvent;
import org.osgi.framework.ServiceListener;
import org.osgi.framework.ServiceReference;

/**
 * The roles that bundles declare for operations of their own, as properties of any service of
 * theirs. They hold while the service is there. What the product itself has decided about, nobody
 * declares otherwise; of two declarations the stricter holds.
 */
final class DeclaredRoles implements ServiceListener {

  private static final String FILTER =
      "(|(" + Access.VIEWER_PROPERTY + "=*)(" + Access.OPERATOR_PROPERTY + "=*))";

  private final Map<ServiceReference<?>, Map<String, String>> declared = new ConcurrentHashMap<>();
  private final BundleContext context;
  private volatile Map<String, String> roles = Map.of();

  private DeclaredRoles(BundleContext context) {
    this.context = context;
  }

  /** Listens from now on; what is there already counts too. */
  static DeclaredRoles of(BundleContext context) {
    DeclaredRoles result = new DeclaredRoles(context);
    try {
      context.addServiceListener(result, FILTER);
      ServiceReference<?>[] present = context.getAllServiceReferences(null, FILTER);
      for (ServiceReference<?> reference : present == null ? new ServiceReference<?>[0] : present) {
        result.declared.put(reference, read(reference));
      }
    } catch (InvalidSyntaxException e) {
      throw new IllegalStateException(e);
    }
    result.update();
    return result;
  }

  @Override
  public void serviceChanged(ServiceEvent event) {
    switch (event.getType()) {
      case ServiceEvent.REGISTERED, ServiceEvent.MODIFIED ->
          declared.put(event.getServiceReference(), read(event.getServiceReference()));
      default -> declared.remove(event.getServiceReference());
    }
    update();
  }

  /** The least role that may do that. */
  String needed(String operation) {
    String own = Roles.needed(operation);
    return own.equals(Caller.ADMIN) && !Roles.decided(operation)
        ? roles.getOrDefault(operation, own)
        : own;
  }

  /** Operation to role, for those that are declared and hold. */
  Map<String, String> all() {
    Map<String, String> holding = new TreeMap<>(roles);
    holding.keySet().removeIf(Roles::decided);
    return holding;
  }

  void close() {
    context.removeServiceListener(this);
  }

  private synchronized void update() {
    Map<String, String> next = new TreeMap<>();
    for (Map<String, String> of : declared.values()) {
      of.forEach((operation, role) -> next.merge(operation, role, Roles::stricter));
    }
    roles = Map.copyOf(next);
  }

  private static Map<String, String> read(ServiceReference<?> reference) {
    Map<String, String> result = new TreeMap<>();
    names(reference.getProperty(Access.VIEWER_PROPERTY))
        .forEach(operation -> result.put(operation, Roles.VIEWER));
    names(reference.getProperty(Access.OPERATOR_PROPERTY))
        .forEach(operation -> result.put(operation, Roles.OPERATOR));
    return result;
  }

  private static Collection<String> names(@Nullable Object property) {
    if (property instanceof String name) {
      return List.of(name);
    }
    if (property instanceof String[] names) {
      return Arrays.asList(names);
    }
    return property instanceof Collection<?> names
        ? names.stream().map(String::valueOf).toList()
        : List.of();
  }
}
