package io.fairlead.rest.traffic;

import io.fairlead.kernel.error.Conflict;
import io.fairlead.kernel.error.NotFound;
import io.fairlead.kernel.error.Stale;
import io.fairlead.kernel.settings.Rules;
import io.fairlead.kernel.settings.Setting;
import io.fairlead.kernel.settings.Setting.Type;
import io.fairlead.kernel.settings.SettingsSchema;
import io.fairlead.kernel.settings.SettingsValues;
import io.fairlead.traffic.pool.ConnectionFilter;
import io.fairlead.traffic.pool.ConnectionPool;
import io.fairlead.traffic.pool.ConnectionView;
import io.fairlead.traffic.pool.DrainRequest;
import io.fairlead.traffic.pool.PoolStats;
import io.fairlead.traffic.pool.PoolStats.Percentiles;
import io.fairlead.traffic.pool.PoolView;
import io.fairlead.traffic.pool.PoolView.CreationThrottle;
import io.fairlead.traffic.pool.Pools;
import io.fairlead.traffic.pool.SizingDecision;
import io.fairlead.traffic.pool.spi.StatementCacheUse;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** Pools that hold settings and do nothing. */
public final class FakePools implements Pools {

  private static final SettingsSchema SCHEMA =
      new SettingsSchema(
          List.of(
              Setting.sealed("url", Type.TEXT, "jdbc:x", Rules.notBlank(), "Where."),
              Setting.sealed("password", Type.TEXT, null, Setting.Rule.ANY, "Secret.").asSecret(),
              Setting.hot("min_connections", Type.INTEGER, "5", Rules.atLeast(0), "At least."),
              Setting.hot("max_connections", Type.INTEGER, "100", Rules.atLeast(1), "At most."),
              Setting.hot(
                  "creation_throttle.per_second", Type.INTEGER, "10", Rules.atLeast(1), "New.")),
          List.of());

  final Map<String, Map<String, String>> stored = new TreeMap<>();
  final Map<String, String> states = new TreeMap<>();
  final List<ConnectionView> connections = new ArrayList<>();
  final List<Object> calls = new ArrayList<>();
  boolean applied = true;
  boolean emptyAtOnce = true;
  int out = 3;

  @Override
  public Optional<ConnectionPool> pool(String name) {
    throw new UnsupportedOperationException();
  }

  @Override
  public SettingsSchema schema() {
    return SCHEMA;
  }

  @Override
  public List<PoolView> list() {
    return stored.keySet().stream().map(this::view).toList();
  }

  @Override
  public Optional<PoolView> find(String name) {
    return stored.containsKey(name) ? Optional.of(view(name)) : Optional.empty();
  }

  @Override
  public Changed create(Map<String, ?> settings) {
    String name = String.valueOf(settings.get("name"));
    Map<String, String> merged = SCHEMA.merge(Map.of(), settings, Set.of("name"));
    if (stored.containsKey(name)) {
      throw new Conflict("pool " + name + ": the name is taken");
    }
    stored.put(name, merged);
    return new Changed(view(name), applied);
  }

  @Override
  public Trial tryOut(Map<String, ?> settings) {
    SCHEMA.merge(Map.of(), settings, Set.of("name"));
    return new Trial(true, "H2 2.5", 1.5);
  }

  @Override
  public Changed update(String name, Map<String, ?> patch, Optional<String> ifMatch) {
    known(name);
    if (ifMatch.isPresent() && !ifMatch.get().equals(view(name).revision())) {
      throw new Stale("pool " + name + ": changed since");
    }
    stored.put(name, SCHEMA.merge(stored.get(name), patch, Set.of("pool_id", "name", "state")));
    return new Changed(view(name), applied);
  }

  @Override
  public boolean delete(String name, Optional<String> ifMatch) {
    known(name);
    if (name.equals("main")) {
      throw new Conflict("pool main: listener native names it");
    }
    stored.remove(name);
    return emptyAtOnce;
  }

  @Override
  public List<SizingDecision> decisions(String name) {
    return stats(name).sizing();
  }

  @Override
  public PoolStats stats(String name) {
    known(name);
    Percentiles none = new Percentiles(0, 0, 0, 0);
    return new PoolStats(
        name,
        1,
        2,
        0,
        3,
        4,
        5,
        6,
        1L << 40,
        8,
        9,
        10,
        11,
        21,
        0.5,
        12,
        13,
        14,
        15,
        16,
        17,
        18,
        1.5,
        none,
        none,
        none,
        PoolStats.StatementCacheStats.of(new StatementCacheUse(3, 1, 0, 2, 64)),
        List.of(new SizingDecision(Instant.ofEpochSecond(1), 2, 3, "1 waiting, p95 wait 3 ms")));
  }

  @Override
  public int drain(String name, DrainRequest request) {
    calls.add(request);
    states.put(name, "draining");
    return out;
  }

  @Override
  public PoolView pause(String name) {
    states.put(name, "paused");
    return view(name);
  }

  @Override
  public PoolView resume(String name) {
    states.put(name, "running");
    return view(name);
  }

  @Override
  public List<ConnectionView> connections(ConnectionFilter filter) {
    calls.add(filter);
    return connections;
  }

  @Override
  public Optional<ConnectionView> connection(long connectionId) {
    return connections.stream().filter(c -> c.connectionId() == connectionId).findFirst();
  }

  @Override
  public void kill(long connectionId) {
    if (!connections.removeIf(c -> c.connectionId() == connectionId)) {
      throw new NotFound("connection " + connectionId + ": unknown");
    }
  }

  void connection(long id, String pool) {
    Instant now = Instant.ofEpochSecond(1_700_000_000);
    connections.add(
        new ConnectionView(
            id, pool, null, null, "db", null, now, now, 0, "idle", 1, null, null, false, 2, 3, 1,
            false));
  }

  private void known(String name) {
    if (!stored.containsKey(name)) {
      throw new NotFound("pool " + name + ": unknown");
    }
  }

  private PoolView view(String name) {
    SettingsValues values = SCHEMA.read(stored.get(name));
    return new PoolView(
        name,
        name,
        "org.h2.Driver",
        values.text("url"),
        null,
        Map.of(),
        null,
        null,
        null,
        false,
        "transaction",
        "pin",
        new PoolView.StatementCache(100, 1 << 20),
        values.integer("min_connections"),
        values.integer("max_connections"),
        0,
        30,
        600L,
        null,
        10,
        new CreationThrottle(values.integer("creation_throttle.per_second"), 10),
        new PoolView.Elastic(true, 5, 1, 300),
        null,
        1,
        true,
        false,
        null,
        5,
        500,
        null,
        null,
        null,
        "time",
        10_000,
        0.1,
        20,
        "fast",
        true,
        true,
        false,
        true,
        List.of(),
        new PoolView.Leak(300, "report", "owner"),
        1000,
        "strict",
        1,
        true,
        10,
        new PoolView.DeadlockPolicy("report"),
        new PoolView.Partitioning(
            false, "user", "default", "default", "round_robin", "none", Map.of()),
        300L,
        60L,
        3600L,
        states.getOrDefault(name, "running"),
        "closed",
        0,
        0,
        0,
        0,
        null,
        null,
        List.of(),
        "fairlead/" + name,
        "r" + Integer.toHexString(stored.get(name).hashCode()),
        applied,
        null);
  }
}
