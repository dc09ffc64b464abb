package io.fairlead.kernel.config;

import io.fairlead.kernel.error.Invalid;
import io.fairlead.kernel.error.Stale;
import io.fairlead.kernel.settings.SettingsSchema;
import io.fairlead.kernel.settings.SettingsValues;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * A {@link ConfiguredSingleton} whose settings are looked up when they are needed, so that there is
 * nothing to do when they change. {@link #shown} and {@link #change} are what the surfaces call.
 */
@ConsumerType
public abstract class ConfiguredSettings extends ConfiguredSingleton {

  private static final Duration ACKNOWLEDGED_WITHIN = Duration.ofMillis(800);
  private static final int TRIES = 5;
  private static final Set<String> SHOWN = Set.of("revision", "applied");

  private final ConfigStore store;
  private final ConfigId id;
  private final SettingsSchema schema;
  private volatile SettingsValues values;

  protected ConfiguredSettings(ConfigStore store, String pid, SettingsSchema schema) {
    super(store, pid, schema);
    this.store = store;
    this.id = ConfigId.singleton(pid);
    this.schema = schema;
    this.values = schema.read(Map.of());
  }

  @Override
  protected final void apply(Map<String, String> settings) {
    values = schema.read(settings);
  }

  /** Those in force now; the defaults until the first are known. */
  public final SettingsValues values() {
    return values;
  }

  /**
   * What a surface shows of the settings.
   *
   * @param values those in force
   * @param revision of what stands in the file
   * @param applied whether that is what is in force
   */
  public record Shown(SettingsValues values, String revision, boolean applied) {}

  /** What a surface shows now. */
  public final Shown shown() {
    String revision =
        store.get(id).map(StoredConfig::revision).orElseGet(() -> store.revision(id, Map.of()));
    boolean applied = store.state(id).map(s -> isApplied(s, revision)).orElse(false);
    return new Shown(values, revision, applied);
  }

  /**
   * Lays a request over the settings, writes them and waits a moment until they are in force. May
   * block for a second. The fields {@code revision} and {@code applied} are ignored, so that what
   * was shown can be put back.
   *
   * @param patch the request's fields, in REST's names
   * @param ifMatch the revision that the caller built on; empty for "whatever it is"
   * @throws Invalid naming every wrong field
   * @throws Stale when the present revision is another
   */
  public final Shown change(Map<String, ?> patch, Optional<String> ifMatch) {
    for (int i = 1; ; i++) {
      Optional<StoredConfig> inFile = store.get(id);
      Map<String, String> merged = schema.merge(base(inFile), patch, SHOWN);
      try {
        StoredConfig stored =
            store.put(id, merged, ifMatch.or(() -> inFile.map(StoredConfig::revision)));
        ConfigState state = store.awaitAcknowledgement(id, stored.revision(), ACKNOWLEDGED_WITHIN);
        return new Shown(values, stored.revision(), isApplied(state, stored.revision()));
      } catch (Stale e) {
        // Somebody else's change came in between: it has to be merged with, not overwritten.
        if (ifMatch.isPresent() || i == TRIES) {
          throw e;
        }
      }
    }
  }

  /** What a change is laid over: the file, or the last good settings while that is nonsense. */
  private Map<String, String> base(Optional<StoredConfig> inFile) {
    try {
      Map<String, String> present = inFile.map(StoredConfig::settings).orElse(Map.of());
      schema.read(present);
      return present;
    } catch (Invalid e) {
      return store.lastGood(id).map(StoredConfig::settings).orElse(Map.of());
    }
  }

  private static boolean isApplied(ConfigState state, String revision) {
    return state.appliedRevision().filter(revision::equals).isPresent();
  }
}
