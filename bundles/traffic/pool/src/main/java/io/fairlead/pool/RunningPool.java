package io.fairlead.pool;

import io.fairlead.kernel.settings.SettingsValues;
import io.fairlead.pool.core.Pool;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** A pool, and what it runs with. */
final class RunningPool {

  private final Pool pool;
  private final CompletableFuture<Void> gone = new CompletableFuture<>();
  private volatile Map<String, String> stored;
  private volatile SettingsValues values;
  private volatile boolean leaving;
  private volatile @Nullable String dataSource;

  RunningPool(Pool pool, Map<String, String> stored, SettingsValues values) {
    this.pool = pool;
    this.stored = stored;
    this.values = values;
  }

  Pool pool() {
    return pool;
  }

  void changed(Map<String, String> nowStored, SettingsValues nowValues) {
    stored = nowStored;
    values = nowValues;
  }

  Map<String, String> stored() {
    return stored;
  }

  SettingsValues values() {
    return values;
  }

  /** The JNDI name of its DataSource; null while it has none. */
  @Nullable String dataSource() {
    return dataSource;
  }

  void dataSource(@Nullable String jndiName) {
    dataSource = jndiName;
  }

  /** Nobody gets a connection from it any more. */
  void leave() {
    leaving = true;
  }

  boolean leaving() {
    return leaving;
  }

  /** Complete when it was removed and its last connection is closed. */
  CompletableFuture<Void> gone() {
    return gone;
  }
}
