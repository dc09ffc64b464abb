package io.fairlead.pool.jdbc;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertNull;
import static org.junit.Assert.assertTrue;

import io.fairlead.traffic.pool.spi.ConnectionSource;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.Dictionary;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.Test;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.jdbc.DataSourceFactory;

/** Drivers come and go. */
public class JdbcSourcesTest {

  private final List<Dictionary<?, ?>> registered = new ArrayList<>();
  private final BundleContext context = fake(BundleContext.class, Map.of());

  @SuppressWarnings("unchecked")
  private <T> T fake(Class<T> type, Map<String, Object> properties) {
    return (T)
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (self, method, arguments) ->
                switch (method.getName()) {
                  case "getProperty" -> properties.get((String) arguments[0]);
                  case "getBundle" ->
                      properties.containsKey("gone") ? null : fake(Bundle.class, Map.of());
                  case "getSymbolicName" -> "com.example.driver";
                  case "getService" -> Drivers.factory(new org.h2.Driver());
                  case "registerService" -> {
                    Dictionary<?, ?> service = (Dictionary<?, ?>) arguments[2];
                    registered.add(service);
                    assertTrue(arguments[1] instanceof ConnectionSource);
                    yield registration(service);
                  }
                  case "hashCode" -> System.identityHashCode(self);
                  case "equals" -> self == arguments[0];
                  case "ungetService" -> true;
                  default -> null;
                });
  }

  private ServiceRegistration<?> registration(Dictionary<?, ?> service) {
    return (ServiceRegistration<?>)
        Proxy.newProxyInstance(
            ServiceRegistration.class.getClassLoader(),
            new Class<?>[] {ServiceRegistration.class},
            (self, method, arguments) ->
                method.getName().equals("unregister") ? registered.remove(service) : null);
  }

  @SuppressWarnings("unchecked")
  private ServiceReference<DataSourceFactory> reference(Map<String, Object> properties) {
    return fake(ServiceReference.class, properties);
  }

  @Test
  public void oneSourceForEachDriverAsLongAsItIsThere() {
    JdbcSources sources = new JdbcSources(context);
    ServiceReference<DataSourceFactory> driver =
        reference(
            Map.of(
                DataSourceFactory.OSGI_JDBC_DRIVER_CLASS,
                "com.example.Driver",
                "service.ranking",
                7));
    @Nullable ServiceRegistration<ConnectionSource> registration = sources.addingService(driver);
    assertEquals(1, registered.size());
    assertEquals("com.example.Driver", registered.get(0).get(ConnectionSource.DRIVER));
    assertEquals(7, registered.get(0).get("service.ranking"));
    sources.removedService(driver, registration);
    assertTrue(registered.isEmpty());
    assertTrue(sources.rejections().isEmpty());
  }

  @Test
  public void aFactoryThatNamesNoDriverIsRejectedWithTheReason() {
    JdbcSources sources = new JdbcSources(context);
    Map<String, Object> properties = new java.util.HashMap<>();
    assertNull(sources.addingService(reference(properties)));
    assertEquals("com.example.driver", sources.rejections().get(0).bundle());
    assertTrue(sources.rejections().get(0).reason().contains("osgi.jdbc.driver.class"));
    properties.put("gone", true);
    assertTrue(sources.rejections().isEmpty());
  }
}
