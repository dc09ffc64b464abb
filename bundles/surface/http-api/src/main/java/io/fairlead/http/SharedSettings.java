package io.fairlead.http;

import io.fairlead.kernel.config.ConfigStore;
import io.fairlead.kernel.config.ConfiguredSettings;
import io.fairlead.kernel.config.SingletonEditor;
import io.fairlead.kernel.settings.SettingsSchema;
import io.fairlead.kernel.settings.SettingsValues;
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

  /** Fields that are shown and that nobody can set. */
  private static final Set<String> SHOWN = Set.of("revision", "applied", "config_error");

  private final SettingsSchema schema;
  private final SingletonEditor editor;

  protected SharedSettings(ConfigStore store, String pid, SettingsSchema schema) {
    super(store, pid, schema);
    this.schema = schema;
    this.editor = new SingletonEditor(store, pid, schema, SHOWN);
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
    SingletonEditor.State state = editor.state();
    return shown(values(), state.revision(), state.applied(), state.configError());
  }

  @Override
  public final String revision() {
    return editor.state().revision();
  }

  @Override
  public final Changed<C> update(Map<String, ?> patch, Optional<String> ifMatch) {
    boolean applied = editor.update(patch, ifMatch);
    return new Changed<>(config(), revision(), applied);
  }
}
