package io.fairlead.wire;

import io.fairlead.kernel.config.ConfigId;
import io.fairlead.kernel.config.ConfigState;
import io.fairlead.kernel.config.ConfigStore;
import io.fairlead.kernel.config.ConfiguredResources;
import io.fairlead.kernel.config.StoredConfig;
import io.fairlead.kernel.error.FairleadException;
import io.fairlead.kernel.error.Unavailable;
import io.fairlead.kernel.health.HealthCheck;
import io.fairlead.wire.ListenerFailures.Failure;
import java.util.HashMap;
import java.util.Hashtable;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.cm.ManagedServiceFactory;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The listeners, as {@code etc/io.fairlead.listener-NAME.cfg} say. A listener whose port is taken
 * is tried again, ever more rarely, and shows why it is not ready until then.
 */
@Component(
    service = ManagedServiceFactory.class,
    immediate = true,
    property = Constants.SERVICE_PID + "=" + ListenersComponent.PID)
public final class ListenersComponent extends ConfiguredResources {

  static final String PID = "io.fairlead.listener";

  private static final Logger LOG = LoggerFactory.getLogger(ListenersComponent.class);

  private static final int LONGEST_PAUSE_SECS = 16;

  private final ConfigStore store;
  private final Wire wire;
  private final ListenerFailures failures;
  private final BundleContext context;
  private final Map<String, ServiceRegistration<HealthCheck>> health = new HashMap<>();
  private final ScheduledThreadPoolExecutor retries;

  @Activate
  public ListenersComponent(
      @Reference ConfigStore store, @Reference WireComponent wire, BundleContext context) {
    super(store, PID, ListenerSettings.SCHEMA);
    this.store = store;
    this.wire = wire.wire();
    this.failures = wire.failures();
    this.context = context;
    this.retries =
        new ScheduledThreadPoolExecutor(1, task -> new Thread(task, "fairlead-wire-retry-0"));
    retries.setKeepAliveTime(1, TimeUnit.SECONDS);
    retries.allowCoreThreadTimeOut(true);
  }

  @Deactivate
  void deactivate() {
    retries.shutdownNow();
    synchronized (this) {
      health.values().forEach(ServiceRegistration::unregister);
      health.clear();
    }
    wire.listeners().forEach(listener -> wire.remove(listener.name()));
  }

  @Override
  protected void create(String name, Map<String, String> settings) {
    listen(name, settings);
  }

  @Override
  protected void update(String name, Map<String, String> settings) {
    listen(name, settings);
  }

  @Override
  protected void delete(String name) {
    wire.remove(name);
    forget(name);
    LOG.info("listener {}: removed", name);
  }

  private void listen(String name, Map<String, String> settings) {
    health.computeIfAbsent(
        name,
        n ->
            context.registerService(
                HealthCheck.class, new ListenerHealth(n, wire, failures), null));
    try {
      wire.listen(name, ListenerSettings.read(settings));
      failures.mended(name);
    } catch (FairleadException e) {
      failures.failed(name, settings, String.valueOf(e.getMessage()), e instanceof Unavailable);
      retryLater(name);
      throw e;
    }
  }

  private void retryLater(String name) {
    int tries = failures.of(name).map(Failure::tries).orElse(1);
    int pause = Math.min(LONGEST_PAUSE_SECS, 1 << Math.min(tries - 1, LONGEST_PAUSE_SECS));
    retries.schedule(() -> retry(name, tries), pause, TimeUnit.SECONDS);
  }

  /** Looks whether the file is still there, and tries again where that may help. */
  private synchronized void retry(String name, int tries) {
    Optional<Failure> failure = failures.of(name).filter(f -> f.tries() == tries);
    if (failure.isEmpty() || retries.isShutdown()) {
      return;
    }
    ConfigId id = ConfigId.of(PID, name);
    Optional<StoredConfig> file = store.get(id);
    if (file.isEmpty()) {
      forget(name);
    } else if (store.state(id).flatMap(ConfigState::failure).isEmpty()) {
      failures.mended(name);
    } else if (failure.get().passing()) {
      updated(PID + "~" + name, new Hashtable<>(file.get().settings()));
    } else {
      retries.schedule(() -> retry(name, tries), LONGEST_PAUSE_SECS, TimeUnit.SECONDS);
    }
  }

  private void forget(String name) {
    failures.mended(name);
    ServiceRegistration<HealthCheck> registration = health.remove(name);
    if (registration != null && wire.listener(name) == null) {
      registration.unregister();
    } else if (registration != null) {
      health.put(name, registration);
    }
  }
}
