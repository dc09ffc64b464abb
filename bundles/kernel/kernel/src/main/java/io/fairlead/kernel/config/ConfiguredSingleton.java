package io.fairlead.kernel.config;

import io.fairlead.kernel.settings.SettingsSchema;
import java.util.Dictionary;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.osgi.annotation.versioning.ConsumerType;
import org.osgi.service.cm.ManagedService;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@link ConfiguredResources} for a PID of which there is one: an owner extends it and is a DS
 * component that provides {@link ManagedService} with {@code service.pid} set to the PID. Without a
 * file the settings are empty: all defaults.
 *
 * <p>The hook is called at least once after activation, one at a time, on a thread of Configuration
 * Admin.
 */
@ConsumerType
public abstract class ConfiguredSingleton implements ManagedService {

  private static final Logger LOG = LoggerFactory.getLogger(ConfiguredSingleton.class);

  private final ConfigStore store;
  private final ConfigId id;
  private final SettingsSchema schema;
  private @Nullable Map<String, String> running;

  /**
   * @param schema what the hook reads the settings with; settings that the file has by a former
   *     name are told in the log, and the audit knows by it what is secret
   */
  protected ConfiguredSingleton(ConfigStore store, String pid, SettingsSchema schema) {
    this.store = store;
    this.id = ConfigId.singleton(pid);
    store.describe(pid, schema);
    this.schema = schema;
  }

  /**
   * Runs with these settings from now on. When it throws it has changed nothing and refuses them;
   * the exception's message is the reason that the surfaces show.
   */
  protected abstract void apply(Map<String, String> settings);

  @Override
  public final synchronized void updated(@Nullable Dictionary<String, ?> properties) {
    Optional<Map<String, String>> settings = Dictionaries.settingsOf(store, id, properties);
    if (settings.isEmpty()) {
      startWithLastGood();
      return;
    }
    try {
      applyIfChanged(settings.get());
    } catch (RuntimeException e) {
      startWithLastGood();
      String reason = Dictionaries.reason(e);
      if (!Dictionaries.knownFailure(store, id, reason)) {
        LOG.warn("{}: refused: {}", id.fileName(), reason);
      }
      store.refused(id, settings.get(), reason);
      return;
    }
    store.applied(id, settings.get());
  }

  private void applyIfChanged(Map<String, String> settings) {
    if (!settings.equals(running)) {
      apply(settings);
      running = settings;
      Dictionaries.logFormerNames(id, schema.formerNamesIn(settings));
    }
  }

  private void startWithLastGood() {
    if (running != null) {
      return;
    }
    Map<String, String> good = store.lastGood(id).map(StoredConfig::settings).orElse(Map.of());
    try {
      applyIfChanged(good);
      LOG.warn(
          "{}: started with {}",
          id.fileName(),
          good.isEmpty() ? "the defaults" : "the last good settings");
      store.applied(id, good);
    } catch (RuntimeException e) {
      LOG.warn(
          "{}: the last good settings are refused too: {}", id.fileName(), Dictionaries.reason(e));
    }
  }
}
