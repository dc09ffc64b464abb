package io.fairlead.kernel.runtime;

import io.fairlead.kernel.config.ConfigStore;
import io.fairlead.kernel.config.ConfiguredSettings;
import io.fairlead.kernel.health.HealthCheck;
import io.fairlead.kernel.health.Readiness;
import io.fairlead.kernel.lifecycle.Drainable;
import io.fairlead.kernel.settings.Rules;
import io.fairlead.kernel.settings.Setting;
import io.fairlead.kernel.settings.Setting.Type;
import io.fairlead.kernel.settings.SettingsSchema;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleEvent;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;
import org.osgi.framework.SynchronousBundleListener;
import org.osgi.service.cm.ManagedService;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Says whether the server can serve, and ends it in order: however the framework is told to stop,
 * readiness turns false first, then the parts drain, and only then does the framework begin to stop
 * bundles.
 */
@Component(
    service = {Readiness.class, ManagedService.class},
    immediate = true,
    property = Constants.SERVICE_PID + "=" + LifecycleComponent.PID)
public final class LifecycleComponent extends ConfiguredSettings
    implements Readiness, SynchronousBundleListener {

  static final String PID = "io.fairlead.kernel";

  static final SettingsSchema SCHEMA =
      new SettingsSchema(
          List.of(
              Setting.hot(
                  "drain_secs",
                  Type.INTEGER,
                  "20",
                  Rules.between(0, 3_600),
                  "How long a stop waits for work to end, in seconds."),
              Setting.hot(
                  "ready_needs",
                  Type.LIST,
                  "io.fairlead.listener,io.fairlead.pool",
                  Rules.matching("io\\.fairlead(\\.[a-z][a-z0-9]*)+", "PIDs like io.fairlead.pool"),
                  "The PIDs whose owners must be there, and have taken up what stands in the files, before the server is ready.")),
          List.of());

  private static final Logger LOG = LoggerFactory.getLogger(LifecycleComponent.class);

  private final BundleContext context;
  private final Expectations expectations;
  private final Signals signals;
  private volatile boolean serving = true;

  @Reference(
      cardinality = ReferenceCardinality.MULTIPLE,
      policyOption = ReferencePolicyOption.GREEDY)
  private volatile List<HealthCheck> checks = List.of();

  /** Lowest ranking first, as DS orders them. */
  @Reference(
      cardinality = ReferenceCardinality.MULTIPLE,
      policyOption = ReferencePolicyOption.GREEDY)
  private volatile List<Drainable> drainables = List.of();

  @Activate
  public LifecycleComponent(BundleContext context, @Reference ConfigStore store) {
    this(context, store, List.of("TERM", "INT"));
  }

  LifecycleComponent(BundleContext context, ConfigStore store, List<String> stopSignals) {
    super(store, PID, SCHEMA);
    this.context = context;
    this.expectations = new Expectations(context, store);
    context.addBundleListener(this);
    this.signals = Signals.on(stopSignals, this::stopFramework);
  }

  @Override
  public boolean ready() {
    return unready().isEmpty();
  }

  @Override
  public List<String> unready() {
    return serving
        ? expectations.unmet(values().list("ready_needs"), checks)
        : List.of("server: stopping");
  }

  @Override
  public boolean serving() {
    return serving;
  }

  @Override
  public void bundleChanged(BundleEvent event) {
    if (event.getType() == BundleEvent.STOPPING
        && event.getBundle().getBundleId() == Constants.SYSTEM_BUNDLE_ID) {
      serving = false;
      LOG.info("stopping: draining for at most {} s", values().number("drain_secs"));
      new Drain(System::nanoTime).run(inOrder(drainables), values().seconds("drain_secs"));
      LOG.info("stopping: drained");
    }
  }

  @Deactivate
  void close() {
    context.removeBundleListener(this);
    // While the framework stops, a second signal must not fall back to the JVM's own way and end it
    // half way.
    if (serving) {
      signals.close();
    }
  }

  private static List<Drainable> inOrder(List<Drainable> lowestFirst) {
    List<Drainable> result = new ArrayList<>(lowestFirst);
    Collections.reverse(result);
    return result;
  }

  private void stopFramework() {
    serving = false;
    Bundle framework = context.getBundle(Constants.SYSTEM_BUNDLE_ID);
    NamedThreads.of("stop")
        .newThread(
            () -> {
              try {
                framework.stop();
              } catch (BundleException e) {
                LOG.error("the framework cannot be stopped", e);
              }
            })
        .start();
  }
}
