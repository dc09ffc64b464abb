package io.fairlead.pool;

import io.fairlead.pool.core.PoolSettings;
import java.util.Map;

/** Settings as a pool's file has them. */
public final class StoredSettings {

  private StoredSettings() {}

  public static PoolSettings read(Map<String, String> stored) {
    return PoolSchema.settings("shop", stored);
  }
}
