package io.fairlead.kernel.config;

import io.fairlead.kernel.error.FairleadException;
import io.fairlead.kernel.error.Invalid;
import io.fairlead.kernel.error.Stale;
import io.fairlead.kernel.settings.SettingsSchema;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * How surfaces change the settings of a PID of which there is one: a patch is merged with what
 * stands in the file, found right, stored, and waited for.
 */
public final class SingletonEditor {

  private static final Duration ACKNOWLEDGED_WITHIN = Duration.ofMillis(800);
  private static final int TRIES = 5;

  private final ConfigStore store;
  private final ConfigId id;
  private final SettingsSchema schema;
  private final Set<String> shown;

  /**
   * @param shown fields that are shown and that nobody can set
   */
  public SingletonEditor(ConfigStore store, String pid, SettingsSchema schema, Set<String> shown) {
    this.store = store;
    this.id = ConfigId.singleton(pid);
    this.schema = schema;
    this.shown = Set.copyOf(shown);
  }

  /** Of what stands in the file. */
  public String revision() {
    return store.get(id).map(StoredConfig::revision).orElseGet(() -> store.revision(id, Map.of()));
  }

  /** Whether the owner runs with what stands in the file. */
  public boolean applied() {
    String revision = revision();
    return store
        .state(id)
        .flatMap(ConfigState::appliedRevision)
        .filter(revision::equals)
        .isPresent();
  }

  /** Why it does not. */
  public Optional<String> failure() {
    return store.state(id).flatMap(ConfigState::failure);
  }

  /**
   * @return whether the owner acknowledged the change within 800 ms
   * @throws Invalid naming every wrong field
   * @throws Stale {@code ifMatch} is not the present revision
   */
  public boolean update(Map<String, ?> patch, Optional<String> ifMatch) {
    StoredConfig stored = null;
    for (int i = 1; stored == null; i++) {
      Optional<StoredConfig> present = store.get(id);
      Map<String, String> merged = schema.merge(base(present), patch, shown);
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
    return state.appliedRevision().filter(stored.revision()::equals).isPresent();
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
