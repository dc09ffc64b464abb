package io.fairlead.kernel.store;

import io.fairlead.kernel.config.ConfigId;
import java.nio.file.Path;
import java.util.Map;

/**
 * Tells the owners of configurations what became durable: Configuration Admin, seen from the store.
 */
public interface Announcer {

  /** These settings stand in this file now. Nobody is called when they did already. */
  void changed(ConfigId id, Map<String, String> settings, Path file);

  /** The file is gone. */
  void deleted(ConfigId id);
}
