package io.fairlead.pool.jdbc.start;

import io.fairlead.kernel.config.ConfigStore;
import io.fairlead.kernel.instance.Instance;
import java.util.Properties;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.jdbc.DataSourceFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes the first pool once H2's driver is there, on a thread of its own: making a database takes a
 * moment.
 */
@Component(
    service = {},
    immediate = true)
public final class FirstPoolComponent {

  private static final Logger LOG = LoggerFactory.getLogger(FirstPoolComponent.class);
  private static final long STOP_MILLIS = 10_000;

  private final Instance instance;
  private final ConfigStore store;
  private @Nullable Thread thread;

  @Activate
  public FirstPoolComponent(@Reference Instance instance, @Reference ConfigStore store) {
    this.instance = instance;
    this.store = store;
  }

  @Reference(
      cardinality = ReferenceCardinality.MULTIPLE,
      policy = ReferencePolicy.DYNAMIC,
      target = "(osgi.jdbc.driver.class=org.h2.Driver)")
  void addDriver(DataSourceFactory h2) {
    synchronized (this) {
      if (thread == null) {
        thread = new Thread(() -> make(h2), "fairlead-pool-jdbc-start-1");
        thread.setDaemon(true);
        thread.start();
      }
    }
  }

  void removeDriver(DataSourceFactory h2) throws InterruptedException {
    close();
  }

  private void make(DataSourceFactory h2) {
    try {
      new FirstPool(instance, store, h2.createDriver(new Properties())).make();
    } catch (Exception e) {
      LOG.error("the pool main could not be made; the next start tries again", e);
    }
  }

  /** Never interrupts: that would break the database. */
  @Deactivate
  void close() throws InterruptedException {
    Thread running;
    synchronized (this) {
      running = thread;
      thread = null;
    }
    if (running != null) {
      running.join(STOP_MILLIS);
    }
  }
}
