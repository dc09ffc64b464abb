package io.fairlead.pool.jdbc;

import io.fairlead.kernel.plugin.RejectionSource;
import io.fairlead.traffic.pool.spi.ConnectionSource;
import java.util.ArrayList;
import java.util.Dictionary;
import java.util.HashMap;
import java.util.Hashtable;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.jdbc.DataSourceFactory;
import org.osgi.util.tracker.ServiceTracker;
import org.osgi.util.tracker.ServiceTrackerCustomizer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Offers one {@link ConnectionSource} for each JDBC driver that is there as a {@link
 * DataSourceFactory}, for as long as it is.
 */
@Component(service = RejectionSource.class, immediate = true)
public final class JdbcSources
    implements RejectionSource,
        ServiceTrackerCustomizer<DataSourceFactory, ServiceRegistration<ConnectionSource>> {

  private static final Logger LOG = LoggerFactory.getLogger(JdbcSources.class);

  private final BundleContext context;
  private final ServiceTracker<DataSourceFactory, ServiceRegistration<ConnectionSource>> tracker;
  private final Map<ServiceReference<DataSourceFactory>, Rejection> rejected = new HashMap<>();

  @Activate
  public JdbcSources(BundleContext context) {
    this.context = context;
    tracker = new ServiceTracker<>(context, DataSourceFactory.class, this);
    tracker.open();
  }

  @Deactivate
  void close() {
    tracker.close();
  }

  @Override
  public List<Rejection> rejections() {
    synchronized (rejected) {
      // the tracker does not tell us that one goes which it does not track
      rejected.keySet().removeIf(reference -> reference.getBundle() == null);
      return new ArrayList<>(rejected.values());
    }
  }

  @Override
  public @Nullable ServiceRegistration<ConnectionSource> addingService(
      ServiceReference<DataSourceFactory> reference) {
    String bundle = reference.getBundle().getSymbolicName();
    if (!(reference.getProperty(DataSourceFactory.OSGI_JDBC_DRIVER_CLASS) instanceof String name)) {
      synchronized (rejected) {
        rejected.put(
            reference,
            new Rejection(
                bundle,
                "DataSourceFactory",
                "the service property "
                    + DataSourceFactory.OSGI_JDBC_DRIVER_CLASS
                    + " has to name the driver"));
      }
      return null;
    }
    DataSourceFactory factory = context.getService(reference);
    if (factory == null) {
      return null;
    }
    Dictionary<String, Object> properties = new Hashtable<>();
    properties.put(ConnectionSource.DRIVER, name);
    if (reference.getProperty(Constants.SERVICE_RANKING) instanceof Integer ranking) {
      properties.put(Constants.SERVICE_RANKING, ranking);
    }
    LOG.info("driver {} is there, from {}", name, bundle);
    return context.registerService(
        ConnectionSource.class, new JdbcConnectionSource(factory), properties);
  }

  @Override
  public void modifiedService(
      ServiceReference<DataSourceFactory> reference,
      ServiceRegistration<ConnectionSource> registration) {}

  @Override
  public void removedService(
      ServiceReference<DataSourceFactory> reference,
      ServiceRegistration<ConnectionSource> registration) {
    LOG.info("driver {} goes", reference.getProperty(DataSourceFactory.OSGI_JDBC_DRIVER_CLASS));
    registration.unregister();
    context.ungetService(reference);
  }
}
