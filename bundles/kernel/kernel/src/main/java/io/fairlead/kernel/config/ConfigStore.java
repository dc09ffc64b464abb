package io.fairlead.kernel.config;

import io.fairlead.kernel.error.Conflict;
import io.fairlead.kernel.error.NotFound;
import io.fairlead.kernel.error.Stale;
import io.fairlead.kernel.settings.SettingsSchema;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;

/**
 * The one store and the one writer of settings: {@code etc/*.cfg} first (temporary file, fsync,
 * rename, fsync of the folder), then Configuration Admin. The file is the truth after a crash.
 *
 * <p>The store checks no values: whoever owns a PID does that before it calls {@link #put}, and
 * again when a configuration reaches it through Configuration Admin (a file edited by hand comes
 * only that way). It then says {@link #applied} or {@link #refused}; on refusal it goes on with, or
 * starts with, {@link #lastGood}.
 *
 * <p>Safe for use by many threads. Writers of one configuration are serialised; {@link #put} and
 * {@link #delete} do blocking disk I/O and are not for event loops.
 */
@ProviderType
public interface ConfigStore {

  /**
   * Every configuration of a factory PID (or the one of a singleton PID) that has a readable file,
   * by name.
   */
  List<StoredConfig> list(String pid);

  /**
   * Told by whoever owns a PID, before anything else: which settings there are, and which of them
   * are secret. The audit shows what is described and not secret, and masks all else.
   */
  void describe(String pid, SettingsSchema schema);

  /** What stands in the file now. Empty when there is none or it cannot be read. */
  Optional<StoredConfig> get(ConfigId id);

  /**
   * Writes a configuration that does not exist yet; when it returns, the settings are durable.
   *
   * @throws Conflict when there is one of this name
   */
  StoredConfig create(ConfigId id, Map<String, String> settings);

  /**
   * Replaces a configuration; when it returns, the settings are durable. Equal settings are no
   * change: nothing is written and nobody is called.
   *
   * @param ifMatch the revision that the caller built on; empty for "whatever it is"
   * @throws NotFound when there is none of this name (a singleton is made instead)
   * @throws Stale when the present revision is another
   */
  StoredConfig put(ConfigId id, Map<String, String> settings, Optional<String> ifMatch);

  /**
   * Deletes a configuration, its file and its last good copy; when it returns, that is durable.
   *
   * @throws NotFound when there is none of this name
   * @throws Stale when the present revision is another
   */
  void delete(ConfigId id, Optional<String> ifMatch);

  /**
   * The revision that a configuration with these settings has; what {@link #applied} and {@link
   * #refused} are told with.
   */
  String revision(ConfigId id, Map<String, String> settings);

  /** The settings that the component last ran with, from {@code data/}; survives restarts. */
  Optional<StoredConfig> lastGood(ConfigId id);

  /**
   * Told by the component that owns the PID: it runs with these settings now. They become the last
   * good ones.
   */
  void applied(ConfigId id, Map<String, String> settings);

  /**
   * Told by the component that owns the PID: it does not run with these settings, and why, in one
   * sentence without secrets.
   */
  void refused(ConfigId id, Map<String, String> settings, String reason);

  /**
   * What has become of a configuration. Empty when there is neither a file nor a running component.
   */
  Optional<ConfigState> state(ConfigId id);

  /** Every configuration whose file is not in force, with the reason. */
  List<ConfigState> failures();

  /**
   * Waits until the component has acknowledged this revision, applied or refused, and returns the
   * state then; at most so long.
   */
  ConfigState awaitAcknowledgement(ConfigId id, String revision, Duration atMost);
}
