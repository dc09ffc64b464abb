package io.fairlead.kernel.config;

import io.fairlead.kernel.settings.SettingsSchema;
import io.fairlead.kernel.settings.SettingsValues;
import java.util.Map;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * A {@link ConfiguredSingleton} whose settings are looked up when they are needed, so that there is
 * nothing to do when they change.
 */
@ConsumerType
public abstract class ConfiguredSettings extends ConfiguredSingleton {

  private final SettingsSchema schema;
  private volatile SettingsValues values;

  protected ConfiguredSettings(ConfigStore store, String pid, SettingsSchema schema) {
    super(store, pid, schema);
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
}
