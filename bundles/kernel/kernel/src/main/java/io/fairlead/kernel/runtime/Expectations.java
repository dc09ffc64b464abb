package io.fairlead.kernel.runtime;

import io.fairlead.kernel.config.ConfigId;
import io.fairlead.kernel.config.ConfigState;
import io.fairlead.kernel.config.ConfigStore;
import io.fairlead.kernel.config.StoredConfig;
import io.fairlead.kernel.health.Boot;
import io.fairlead.kernel.health.HealthCheck;
import io.fairlead.kernel.health.HealthCheck.Health;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.osgi.framework.BundleContext;
import org.osgi.framework.InvalidSyntaxException;

/**
 * What must be so before the server is ready. Parts that are missing cannot say so themselves; what
 * is missing is told from the settings: each PID that is needed has an owner, and at the start the
 * owner has taken up every file, or refused it.
 */
final class Expectations {

  private final BundleContext context;
  private final ConfigStore store;
  private final Boot boot;
  private volatile boolean booted;

  Expectations(BundleContext context, ConfigStore store) {
    this.context = context;
    this.store = store;
    this.boot = new Boot(context);
  }

  /** {@code part: reason} for each that is not met. */
  List<String> unmet(List<String> needed, List<HealthCheck> checks) {
    List<String> unmet = new ArrayList<>();
    if (!boot.finished()) {
      unmet.add("framework: starting");
    }
    for (String pid : needed) {
      if (!hasOwner(pid)) {
        unmet.add(pid + ": nobody is there for it");
      } else if (!booted) {
        notTakenUp(pid, unmet);
      }
    }
    if (unmet.isEmpty()) {
      booted = true;
    }
    for (HealthCheck check : checks) {
      addUnhealthy(check, unmet);
    }
    return unmet;
  }

  private boolean hasOwner(String pid) {
    try {
      String filter =
          "(&(service.pid="
              + pid
              + ")(|(objectClass=org.osgi.service.cm.ManagedServiceFactory)(objectClass=org.osgi.service.cm.ManagedService)))";
      return context.getAllServiceReferences(null, filter) != null;
    } catch (InvalidSyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  private void notTakenUp(String pid, List<String> unmet) {
    for (StoredConfig config : store.list(pid)) {
      ConfigId id = config.id();
      Optional<ConfigState> state = store.state(id);
      if (state.isPresent()
          && state.get().appliedRevision().isEmpty()
          && state.get().failure().isEmpty()) {
        unmet.add(id.fullPid() + ": not taken up yet");
      }
    }
  }

  private static void addUnhealthy(HealthCheck check, List<String> unmet) {
    try {
      Health health = check.health();
      if (!health.ready()) {
        unmet.add(check.part() + ": " + health.reason());
      }
    } catch (RuntimeException e) {
      unmet.add(check.getClass().getName() + ": does not say how it is");
    }
  }
}
