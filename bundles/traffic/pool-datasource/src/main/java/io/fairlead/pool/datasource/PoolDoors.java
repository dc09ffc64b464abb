package io.fairlead.pool.datasource;

import io.fairlead.kernel.metric.Metric;
import io.fairlead.kernel.metric.MetricSource;
import io.fairlead.traffic.pool.ConnectionPool;
import io.fairlead.traffic.pool.spi.ConnectionSource;
import java.util.Dictionary;
import java.util.Hashtable;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import javax.sql.DataSource;
import org.osgi.annotation.bundle.Capability;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.osgi.service.jdbc.DataSourceFactory;

/** Offers a {@link DataSource} for each pool whose database is reached by JDBC, while it lends. */
@Component(service = MetricSource.class, immediate = true)
@Capability(
    namespace = "osgi.service",
    attribute = "objectClass:List<String>=\"javax.sql.DataSource\"")
public final class PoolDoors implements MetricSource {

  /** Before a pool's name: what JNDI and Karaf know its DataSource by. */
  private static final String PREFIX = "fairlead/";

  private static final String JNDI_NAME = "osgi.jndi.service.name";

  private final BundleContext context;
  private final Leaks leaks = new Leaks();
  private final Map<Object, Open> doors = new ConcurrentHashMap<>();

  private record Open(PoolDoor door, ServiceRegistration<DataSource> registration) {}

  @Activate
  public PoolDoors(BundleContext context) {
    this.context = context;
  }

  @Reference(
      service = ConnectionPool.class,
      cardinality = ReferenceCardinality.MULTIPLE,
      policy = ReferencePolicy.DYNAMIC,
      policyOption = ReferencePolicyOption.GREEDY,
      target = "(" + ConnectionPool.URL + "=jdbc:*)")
  void addPool(ConnectionPool pool, Map<String, Object> properties) {
    PoolDoor door = new PoolDoor(pool, leaks);
    ServiceRegistration<DataSource> registration =
        context.registerService(DataSource.class, door, described(pool.name(), properties));
    doors.put(properties.get(Constants.SERVICE_ID), new Open(door, registration));
  }

  void updatedPool(ConnectionPool pool, Map<String, Object> properties) {
    Open open = doors.get(properties.get(Constants.SERVICE_ID));
    if (open != null) {
      open.registration().setProperties(described(pool.name(), properties));
    }
  }

  void removePool(ConnectionPool pool, Map<String, Object> properties) {
    Open open = doors.remove(properties.get(Constants.SERVICE_ID));
    if (open != null) {
      close(open);
      leaks.forget(pool.name());
    }
  }

  private static void close(Open open) {
    open.door().leave();
    open.registration().unregister();
  }

  private static Dictionary<String, Object> described(String pool, Map<String, Object> of) {
    Dictionary<String, Object> result = new Hashtable<>();
    result.put(ConnectionPool.NAME, pool);
    result.put(JNDI_NAME, PREFIX + pool);
    result.put(DataSourceFactory.JDBC_DATASOURCE_NAME, PREFIX + pool);
    result.put("datasource", pool);
    copy(of, ConnectionSource.DRIVER, result, DataSourceFactory.OSGI_JDBC_DRIVER_CLASS);
    copy(of, ConnectionPool.URL, result, DataSourceFactory.JDBC_URL);
    copy(of, ConnectionPool.USER, result, DataSourceFactory.JDBC_USER);
    return result;
  }

  private static void copy(
      Map<String, Object> from, String name, Dictionary<String, Object> to, String as) {
    if (from.get(name) instanceof String value) {
      to.put(as, value);
    }
  }

  @Override
  public List<Metric> metrics() {
    return List.of(leaks.metric());
  }

  @Deactivate
  void deactivate() {
    doors.values().forEach(PoolDoors::close);
    doors.clear();
  }
}
