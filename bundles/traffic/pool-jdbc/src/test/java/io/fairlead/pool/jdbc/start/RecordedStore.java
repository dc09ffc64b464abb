package io.fairlead.pool.jdbc.start;

import io.fairlead.kernel.config.ConfigId;
import io.fairlead.kernel.config.ConfigState;
import io.fairlead.kernel.config.ConfigStore;
import io.fairlead.kernel.config.StoredConfig;
import io.fairlead.kernel.error.Conflict;
import io.fairlead.kernel.settings.SettingsSchema;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A store of one configuration in memory; the rest is not for the first pool to call. */
final class RecordedStore implements ConfigStore {

  @Nullable Map<String, String> settings;
  int created;

  /** Whether to end right after the next write. */
  boolean crash;

  @Override
  public Optional<StoredConfig> get(ConfigId id) {
    return Optional.ofNullable(settings).map(s -> new StoredConfig(id, s, "1"));
  }

  @Override
  public StoredConfig create(ConfigId id, Map<String, String> values) {
    if (settings != null) {
      throw new Conflict(id.name());
    }
    if (!id.fullPid().equals("io.fairlead.pool~main")) {
      throw new AssertionError(id);
    }
    settings = Map.copyOf(values);
    created++;
    if (crash) {
      throw new UncheckedIOException(new IOException("crash"));
    }
    return new StoredConfig(id, values, "1");
  }

  @Override
  public void describe(String pid, SettingsSchema schema) {}

  @Override
  public List<StoredConfig> list(String pid) {
    throw new UnsupportedOperationException();
  }

  @Override
  public StoredConfig put(ConfigId id, Map<String, String> values, Optional<String> ifMatch) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void delete(ConfigId id, Optional<String> ifMatch) {
    throw new UnsupportedOperationException();
  }

  @Override
  public String revision(ConfigId id, Map<String, String> values) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Optional<StoredConfig> lastGood(ConfigId id) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void applied(ConfigId id, Map<String, String> values) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void refused(ConfigId id, Map<String, String> values, String reason) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Optional<ConfigState> state(ConfigId id) {
    throw new UnsupportedOperationException();
  }

  @Override
  public List<ConfigState> failures() {
    throw new UnsupportedOperationException();
  }

  @Override
  public ConfigState awaitAcknowledgement(ConfigId id, String revision, Duration atMost) {
    throw new UnsupportedOperationException();
  }
}
