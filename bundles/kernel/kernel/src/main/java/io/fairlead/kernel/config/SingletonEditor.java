package io.fairlead.kernel.config;

import io.fairlead.kernel.audit.Act;
import io.fairlead.kernel.error.FairleadException;
import io.fairlead.kernel.error.Invalid;
import io.fairlead.kernel.error.Stale;
import io.fairlead.kernel.settings.SettingsSchema;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How surfaces see and change the settings of a PID of which there is one: a patch is merged with
 * what stands in the file, found right, stored, and waited for.
 */
public final class SingletonEditor {

  private static final Duration ACKNOWLEDGED_WITHIN = Duration.ofMillis(800);

  private final ConfigStore store;
  private final ConfigId id;
  private final SettingsSchema schema;
  private final Set<String> shown;

  /**
   * @param shown fields that are shown beside the settings and that nobody can set; {@code
   *     revision} and {@code applied} among them
   */
  public SingletonEditor(ConfigStore store, String pid, SettingsSchema schema, Set<String> shown) {
    this.store = store;
    this.id = ConfigId.singleton(pid);
    this.schema = schema;
    this.shown = Set.copyOf(shown);
  }

  /**
   * What stands in the file, as against what is in force.
   *
   * @param applied whether that is in force
   * @param configError why it is not; null when it is
   */
  public record State(String revision, boolean applied, @Nullable String configError) {}

  public State state() {
    String revision =
        store.get(id).map(StoredConfig::revision).orElseGet(() -> store.revision(id, Map.of()));
    Optional<ConfigState> state = store.state(id);
    return new State(
        revision,
        state.flatMap(ConfigState::appliedRevision).filter(revision::equals).isPresent(),
        state.flatMap(ConfigState::failure).orElse(null));
  }

  /**
   * @param patch the request's fields, in REST's names
   * @param ifMatch the revision that the caller built on; empty for "whatever it is"
   * @return whether the owner acknowledged the change within 800 ms
   * @throws Invalid naming every wrong field
   * @throws Stale {@code ifMatch} is not the present revision
   */
  public boolean update(Map<String, ?> patch, Optional<String> ifMatch) {
    Act.present().ifPresent(act -> act.aims(id.pid()));
    return OptimisticUpdate.of(ifMatch, () -> updated(patch, ifMatch));
  }

  private boolean updated(Map<String, ?> patch, Optional<String> ifMatch) {
    Optional<StoredConfig> present = store.get(id);
    Map<String, String> merged = schema.merge(base(present), patch, shown);
    StoredConfig stored =
        store.put(id, merged, ifMatch.or(() -> present.map(StoredConfig::revision)));
    return store
        .awaitAcknowledgement(id, stored.revision(), ACKNOWLEDGED_WITHIN)
        .appliedRevision()
        .filter(stored.revision()::equals)
        .isPresent();
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
