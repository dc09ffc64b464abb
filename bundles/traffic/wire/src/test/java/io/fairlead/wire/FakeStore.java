package io.fairlead.wire;

import io.fairlead.kernel.config.ConfigId;
import io.fairlead.kernel.config.ConfigState;
import io.fairlead.kernel.config.ConfigStore;
import io.fairlead.kernel.config.StoredConfig;
import io.fairlead.kernel.error.Stale;
import io.fairlead.kernel.settings.SettingsSchema;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/** A store in memory; what is put is announced on the caller's thread. */
final class FakeStore implements ConfigStore {

  final Map<ConfigId, Map<String, String>> files = new ConcurrentHashMap<>();
  private final Map<ConfigId, Map<String, String>> good = new ConcurrentHashMap<>();
  private final Map<ConfigId, Map<String, String>> running = new ConcurrentHashMap<>();
  private final Map<ConfigId, String> failures = new ConcurrentHashMap<>();
  Consumer<ConfigId> announce = id -> {};

  String failure(ConfigId id) {
    return failures.getOrDefault(id, "none");
  }

  @Override
  public void describe(String pid, SettingsSchema schema) {}

  @Override
  public List<StoredConfig> list(String pid) {
    return files.keySet().stream()
        .filter(id -> id.pid().equals(pid))
        .map(i -> get(i).get())
        .toList();
  }

  @Override
  public Optional<StoredConfig> get(ConfigId id) {
    return Optional.ofNullable(files.get(id)).map(s -> new StoredConfig(id, s, revision(id, s)));
  }

  @Override
  public StoredConfig create(ConfigId id, Map<String, String> settings) {
    return put(id, settings, Optional.empty());
  }

  @Override
  public StoredConfig put(ConfigId id, Map<String, String> settings, Optional<String> ifMatch) {
    Optional<StoredConfig> present = get(id);
    if (ifMatch.isPresent()
        && present.isPresent()
        && !present.get().revision().equals(ifMatch.get())) {
      throw new Stale("stale");
    }
    files.put(id, settings);
    announce.accept(id);
    return get(id).orElseThrow();
  }

  @Override
  public void delete(ConfigId id, Optional<String> ifMatch) {
    files.remove(id);
  }

  @Override
  public String revision(ConfigId id, Map<String, String> settings) {
    return "r" + new HashMap<>(settings).hashCode();
  }

  @Override
  public Optional<StoredConfig> lastGood(ConfigId id) {
    return Optional.ofNullable(good.get(id)).map(s -> new StoredConfig(id, s, revision(id, s)));
  }

  @Override
  public void applied(ConfigId id, Map<String, String> settings) {
    good.put(id, settings);
    running.put(id, settings);
    failures.remove(id);
  }

  @Override
  public void refused(ConfigId id, Map<String, String> settings, String reason) {
    failures.put(id, reason);
  }

  @Override
  public Optional<ConfigState> state(ConfigId id) {
    return Optional.of(
        new ConfigState(
            id,
            get(id).map(StoredConfig::revision),
            Optional.ofNullable(running.get(id)).map(s -> revision(id, s)),
            Optional.ofNullable(failures.get(id))));
  }

  @Override
  public List<ConfigState> failures() {
    return failures.keySet().stream().map(id -> state(id).get()).toList();
  }

  @Override
  public ConfigState awaitAcknowledgement(ConfigId id, String revision, Duration atMost) {
    return state(id).orElseThrow();
  }
}
