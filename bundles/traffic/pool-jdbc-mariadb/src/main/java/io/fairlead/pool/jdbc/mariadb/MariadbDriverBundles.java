package io.fairlead.pool.jdbc.mariadb;

import java.util.Dictionary;
import java.util.Hashtable;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleEvent;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.jdbc.DataSourceFactory;
import org.osgi.util.tracker.BundleTracker;
import org.osgi.util.tracker.BundleTrackerCustomizer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Offers a {@link DataSourceFactory} for each started bundle of MariaDB's driver. */
@Component(
    service = {},
    immediate = true)
public final class MariadbDriverBundles
    implements BundleTrackerCustomizer<ServiceRegistration<DataSourceFactory>> {

  static final String DRIVER_BUNDLE = "mariadb-java-client";

  private static final Logger LOG = LoggerFactory.getLogger(MariadbDriverBundles.class);

  private final BundleContext context;
  private final BundleTracker<ServiceRegistration<DataSourceFactory>> tracker;

  @Activate
  public MariadbDriverBundles(BundleContext context) {
    this.context = context;
    tracker = new BundleTracker<>(context, Bundle.ACTIVE | Bundle.STARTING, this);
    tracker.open();
  }

  @Deactivate
  void close() {
    tracker.close();
  }

  @Override
  public @Nullable ServiceRegistration<DataSourceFactory> addingBundle(
      Bundle bundle, @Nullable BundleEvent event) {
    if (!DRIVER_BUNDLE.equals(bundle.getSymbolicName())) {
      return null;
    }
    try {
      Dictionary<String, Object> properties = new Hashtable<>();
      properties.put(DataSourceFactory.OSGI_JDBC_DRIVER_CLASS, MariadbDataSourceFactory.DRIVER);
      properties.put(DataSourceFactory.OSGI_JDBC_DRIVER_NAME, "MariaDB Connector/J");
      properties.put(
          DataSourceFactory.OSGI_JDBC_DRIVER_VERSION, String.valueOf(bundle.getVersion()));
      return context.registerService(
          DataSourceFactory.class,
          new MariadbDataSourceFactory(
              bundle.loadClass(MariadbDataSourceFactory.DRIVER),
              bundle.loadClass(MariadbDataSourceFactory.DATA_SOURCE)),
          properties);
    } catch (ClassNotFoundException e) {
      LOG.warn("bundle {} {} is no driver: {}", DRIVER_BUNDLE, bundle.getVersion(), e.toString());
      return null;
    }
  }

  @Override
  public void modifiedBundle(
      Bundle bundle, BundleEvent event, ServiceRegistration<DataSourceFactory> registration) {}

  @Override
  public void removedBundle(
      Bundle bundle, BundleEvent event, ServiceRegistration<DataSourceFactory> registration) {
    registration.unregister();
  }
}
