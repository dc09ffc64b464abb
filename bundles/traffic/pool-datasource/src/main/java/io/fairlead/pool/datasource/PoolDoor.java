package io.fairlead.pool.datasource;

import io.fairlead.traffic.pool.ConnectionPool;
import javax.sql.DataSource;
import org.osgi.framework.Bundle;
import org.osgi.framework.ServiceFactory;
import org.osgi.framework.ServiceRegistration;

/** One pool's DataSource: an object for each bundle that takes it. */
final class PoolDoor implements ServiceFactory<DataSource> {

  private final ConnectionPool pool;
  private final Leaks leaks;
  private volatile boolean leaving;

  PoolDoor(ConnectionPool pool, Leaks leaks) {
    this.pool = pool;
    this.leaks = leaks;
  }

  /** The service goes, and not its users: what they have borrowed ends in peace. */
  void leave() {
    leaving = true;
  }

  @Override
  public DataSource getService(Bundle bundle, ServiceRegistration<DataSource> registration) {
    return new BundleDataSource(pool, name(bundle), bundle.getBundleId());
  }

  @Override
  public void ungetService(
      Bundle bundle, ServiceRegistration<DataSource> registration, DataSource service) {
    BundleDataSource source = (BundleDataSource) service;
    if (leaving) {
      source.end();
    } else {
      leaks.found(pool.name(), name(bundle), source.takeBack());
    }
  }

  private static String name(Bundle bundle) {
    String name = bundle.getSymbolicName();
    return name == null ? "bundle " + bundle.getBundleId() : name;
  }
}
