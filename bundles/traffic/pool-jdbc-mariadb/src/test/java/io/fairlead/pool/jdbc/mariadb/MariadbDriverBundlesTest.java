package io.fairlead.pool.jdbc.mariadb;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertNull;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import java.lang.reflect.Proxy;
import java.sql.Driver;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import javax.sql.XADataSource;
import org.jspecify.annotations.Nullable;
import org.junit.Test;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;
import org.osgi.framework.Version;
import org.osgi.service.jdbc.DataSourceFactory;

/** The driver's bundle comes, and its factory with it; it goes, and so does the factory. */
public class MariadbDriverBundlesTest {

  private final List<Object> offered = new ArrayList<>();

  @SuppressWarnings("unchecked")
  private static <T> T fake(Class<T> type, java.lang.reflect.InvocationHandler handler) {
    return (T) Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler);
  }

  private BundleContext context() {
    return fake(
        BundleContext.class,
        (self, method, arguments) -> {
          if (method.getName().equals("registerService")) {
            offered.add(arguments[1]);
            return registration(arguments[1]);
          }
          return method.getName().equals("getBundles") ? new Bundle[0] : null;
        });
  }

  private ServiceRegistration<?> registration(Object service) {
    return fake(
        ServiceRegistration.class,
        (self, method, arguments) ->
            method.getName().equals("unregister") ? offered.remove(service) : null);
  }

  private static Bundle bundle(String name) {
    return fake(
        Bundle.class,
        (self, method, arguments) ->
            switch (method.getName()) {
              case "getSymbolicName" -> name;
              case "getVersion" -> new Version(3, 5, 6);
              case "loadClass" -> Class.forName((String) arguments[0]);
              default -> null;
            });
  }

  @Test
  public void aFactoryForTheDriversBundleAndForNoOther() throws SQLException {
    MariadbDriverBundles bundles = new MariadbDriverBundles(context());
    assertNull(bundles.addingBundle(bundle("com.example.other"), null));
    Bundle drivers = bundle(MariadbDriverBundles.DRIVER_BUNDLE);
    @Nullable ServiceRegistration<DataSourceFactory> registration =
        bundles.addingBundle(drivers, null);
    assertEquals(1, offered.size());
    Driver driver = ((DataSourceFactory) offered.get(0)).createDriver(new Properties());
    assertTrue(driver.acceptsURL("jdbc:mariadb://127.0.0.1/x"));
    bundles.removedBundle(drivers, null, registration);
    assertEquals(List.of(), offered);
    bundles.close();
  }

  @Test
  public void whatItDoesNotKnowIsAnErrorThatNamesIt() throws Exception {
    MariadbDataSourceFactory factory =
        new MariadbDataSourceFactory(
            Class.forName(MariadbDataSourceFactory.DRIVER),
            Class.forName(MariadbDataSourceFactory.DATA_SOURCE));
    Properties properties = new Properties();
    properties.setProperty("url", "jdbc:mariadb://127.0.0.1/x");
    properties.setProperty("user", "somebody");
    XADataSource source = factory.createXADataSource(properties);
    assertTrue(source.getClass().getName().equals(MariadbDataSourceFactory.DATA_SOURCE));
    properties.setProperty("colour", "blue");
    SQLException e = assertThrows(SQLException.class, () -> factory.createDataSource(properties));
    assertTrue(e.getMessage(), e.getMessage().startsWith("colour: unknown"));
    assertThrows(SQLException.class, () -> factory.createDriver(properties));
  }
}
