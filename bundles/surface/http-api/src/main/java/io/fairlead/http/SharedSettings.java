package io.fairlead.http;

import io.fairlead.kernel.config.ConfigId;
import io.fairlead.kernel.config.ConfigState;
import io.fairlead.kernel.config.ConfigStore;
import io.fairlead.kernel.config.ConfiguredSettings;
import io.fairlead.kernel.config.StoredConfig;
import io.fairlead.kernel.error.FairleadException;
import io.fairlead.kernel.error.Stale;
import io.fairlead.kernel.settings.SettingsSchema;
import io.fairlead.kernel.settings.SettingsValues;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * {@link SharedConfig} of a PID of which there is one; its owner says how it is shown.
 *
 * @param <C> how it is shown
 */
@ConsumerType
public abstract class SharedSettings<C extends Record> extends ConfiguredSettings
    implements SharedConfig<C> {

  private static final Duration ACKNOWLEDGED_WITHIN = Duration.ofMillis(800);
  private static final int TRIES = 5;

  /** Fields that are shown and that nobody can set. */
  private static final Set<String> SHOWN = Set.of("revision", "applied", "config_error");

  private final ConfigStore store;
  private final SettingsSchema schema;
  private final ConfigId id;

  protected SharedSettings(ConfigStore store, String pid, SettingsSchema schema) {
    super(store, pid, schema);
    this.store = store;
    this.schema = schema;
    this.id = ConfigId.singleton(pid);
  }

  /**
   * @param applied whether the settings are those of the file
   * @param error why they are not
   */
  protected abstract C shown(
      SettingsValues values, String revision, boolean applied, @Nullable String error);

  @Override
  public final SettingsSchema schema() {
    return schema;
  }

  @Override
  public final C config() {
    String revision = revision();
    Optional<ConfigState> state = store.state(id);
    return shown(
        values(),
        revision,
        state.flatMap(ConfigState::appliedRevision).filter(revision::equals).isPresent(),
        state.flatMap(ConfigState::failure).orElse(null));
  }

  @Override
  public final String revision() {
    return store.get(id).map(StoredConfig::revision).orElseGet(() -> store.revision(id, Map.of()));
  }

  @Override
  public final Changed<C> update(Map<String, ?> patch, Optional<String> ifMatch) {
    StoredConfig stored = null;
    for (int i = 1; stored == null; i++) {
      Optional<StoredConfig> present = store.get(id);
      Map<String, String> merged = schema.merge(base(present), patch, SHOWN);
      try {
        stored = store.put(id, merged, ifMatch.or(() -> present.map(StoredConfig::revision)));
      } catch (Stale e) {
        // Somebody else's change came in between: it has to be merged with, not overwritten.
        if (ifMatch.isPresent() || i == TRIES) {
          throw e;
        }
      }
    }
    ConfigState state = store.awaitAcknowledgement(id, stored.revision(), ACKNOWLEDGED_WITHIN);
    return new Changed<>(
        config(),
        stored.revision(),
        state.appliedRevision().filter(stored.revision()::equals).isPresent());
  }

  /** What a change is laid over: the file, or the last good settings while that is nonsense. */
  private Map<String, String> base(Optional<StoredConfig> present) {
    if (present.isEmpty()) {
      return Map.of();
    }
    try {
      schema.read(present.get().settings());
      return present.get().settings();
    } catch (FairleadException e) {
      return store.lastGood(id).map(StoredConfig::settings).orElse(Map.of());
    }
  }
}
