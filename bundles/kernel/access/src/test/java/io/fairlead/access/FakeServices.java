package io.fairlead.access;

import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceListener;
import org.osgi.framework.ServiceReference;

/** As much of a framework as whoever listens for services sees of it. */
final class FakeServices {

  private final List<ServiceReference<?>> present = new ArrayList<>();
  private @Nullable ServiceListener listener;

  /** One more that is there before anybody listens. */
  void present(ServiceReference<?> service) {
    present.add(service);
  }

  /** Who listens now; null when nobody does. */
  @Nullable ServiceListener listener() {
    return listener;
  }

  BundleContext context() {
    return proxy(
        BundleContext.class,
        (method, arguments) -> {
          switch (method) {
            case "addServiceListener" -> listener = (ServiceListener) arguments[0];
            case "removeServiceListener" -> listener = null;
            case "getAllServiceReferences" -> {
              return present.toArray(new ServiceReference<?>[0]);
            }
            default -> throw new UnsupportedOperationException(method);
          }
          return null;
        });
  }

  static ServiceReference<?> service(Map<String, Object> properties) {
    Object identity = new Object();
    return proxy(
        ServiceReference.class,
        (method, arguments) ->
            switch (method) {
              case "getProperty" -> properties.get((String) arguments[0]);
              case "hashCode" -> identity.hashCode();
              default -> throw new UnsupportedOperationException(method);
            });
  }

  private interface Calls {
    @Nullable Object call(String method, Object[] arguments);
  }

  private static <T> T proxy(Class<T> type, Calls calls) {
    return type.cast(
        Proxy.newProxyInstance(
            FakeServices.class.getClassLoader(),
            new Class<?>[] {type},
            (proxy, method, arguments) ->
                method.getName().equals("equals")
                    ? (Object) (proxy == arguments[0])
                    : calls.call(method.getName(), arguments)));
  }
}
