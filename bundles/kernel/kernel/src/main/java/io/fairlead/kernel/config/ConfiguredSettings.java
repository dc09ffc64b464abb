package io.fairlead.kernel.config;

import io.fairlead.kernel.error.Invalid;
import io.fairlead.kernel.error.Stale;
import io.fairlead.kernel.settings.SettingsSchema;
import io.fairlead.kernel.settings.SettingsValues;
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

  private static final Set<String> SHOWN = Set.of("revision", "applied");

  private final SingletonEditor editor;
  private final SettingsSchema schema;
  private volatile SettingsValues values;

  protected ConfiguredSettings(ConfigStore store, String pid, SettingsSchema schema) {
    super(store, pid, schema);
    this.editor = new SingletonEditor(store, pid, schema, SHOWN);
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
    SingletonEditor.State state = editor.state();
    return new Shown(values, state.revision(), state.applied());
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
    boolean applied = editor.update(patch, ifMatch);
    return new Shown(values, editor.state().revision(), applied);
  }
}
