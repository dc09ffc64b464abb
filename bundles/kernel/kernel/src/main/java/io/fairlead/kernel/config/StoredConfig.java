package io.fairlead.kernel.config;

import java.util.Map;

/**
 * A configuration as it stands in its file.
 *
 * @param id which one
 * @param settings the file's keys and values
 * @param revision a keyed hash of the settings (the instance's key), which an edit by hand changes
 *     too
 */
public record StoredConfig(ConfigId id, Map<String, String> settings, String revision) {

  public StoredConfig {
    settings = Map.copyOf(settings);
  }
}
