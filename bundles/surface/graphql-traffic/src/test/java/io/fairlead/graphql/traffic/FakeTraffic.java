package io.fairlead.graphql.traffic;

import io.fairlead.kernel.error.Conflict;
import io.fairlead.kernel.error.NotFound;
import io.fairlead.kernel.error.Stale;
import io.fairlead.kernel.settings.Rules;
import io.fairlead.kernel.settings.Setting;
import io.fairlead.kernel.settings.Setting.Rule;
import io.fairlead.kernel.settings.Setting.Type;
import io.fairlead.kernel.settings.SettingsSchema;
import io.fairlead.traffic.network.Network;
import io.fairlead.traffic.network.NetworkConnection;
import io.fairlead.traffic.network.NetworkStatus;
import io.fairlead.traffic.network.ProtocolConfig;
import io.fairlead.traffic.pool.ConnectionFilter;
import io.fairlead.traffic.pool.ConnectionPool;
import io.fairlead.traffic.pool.ConnectionView;
import io.fairlead.traffic.pool.DrainRequest;
import io.fairlead.traffic.pool.PoolStats;
import io.fairlead.traffic.pool.PoolView;
import io.fairlead.traffic.pool.Pools;
import io.fairlead.traffic.pool.SizingDecision;
import io.fairlead.traffic.session.ClientSession;
import io.fairlead.traffic.session.SessionFilter;
import io.fairlead.traffic.session.SessionRequest;
import io.fairlead.traffic.session.SessionStats;
import io.fairlead.traffic.session.SessionView;
import io.fairlead.traffic.session.Sessions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;

/** The traffic family in memory; what was asked of it is written down. */
final class FakeTraffic {

  static final SettingsSchema POOL_SETTINGS =
      new SettingsSchema(
          List.of(
              Setting.sealed("url", Type.TEXT, null, Rule.ANY, "Where."),
              Setting.sealed("password", Type.TEXT, null, Rule.ANY, "Secret.").asSecret(),
              Setting.sealed("properties", Type.MAP, null, Rule.ANY, "More."),
              number("min_connections", "5", 0),
              number("max_connections", "100", 1),
              number("connection_timeout_secs", "30", 1),
              number("idle_timeout_secs", "600", 1).asClearable(),
              number("validation_skip_ms", "500", 0),
              number("creation_throttle.per_second", "10", 1),
              number("creation_throttle.burst", "10", 1)),
          List.of());
  static final SettingsSchema PROTOCOL_SETTINGS =
      new SettingsSchema(
          List.of(
              number("max_packet_size", "1048576", 1),
              Setting.hot("compression_enabled", Type.BOOLEAN, "false", Rule.ANY, "No."),
              number("keep_alive_interval_secs", "30", 1),
              number("timeout_secs", "300", 1),
              number("max_result_bytes", "1024", 1)),
          List.of());

  final Map<String, PoolView> pools = new TreeMap<>(Map.of("main", Samples.pool("main", 5)));
  final Map<Long, SessionView> sessions =
      new TreeMap<>(Map.of(3L, Samples.session(3, "idle"), 4L, Samples.session(4, "active")));
  final List<String> done = new ArrayList<>();
  volatile PoolStats stats = Samples.stats("main", 1);
  final AtomicInteger looks = new AtomicInteger();
  volatile NetworkStatus status = Samples.status(1, 10);

  private static Setting number(String name, String standard, int least) {
    return Setting.hot(
        name, Type.INTEGER, standard, Rules.between(least, 1_000_000_000), "A number.");
  }

  private synchronized void did(String what) {
    done.add(what);
  }

  private static void check(Optional<String> ifMatch, String revision) {
    if (ifMatch.isPresent() && !ifMatch.get().equals(revision)) {
      throw new Stale("revision: " + ifMatch.get() + " (expected: " + revision + ")");
    }
  }

  final Pools poolsFacade =
      new Pools() {
        @Override
        public Optional<ConnectionPool> pool(String name) {
          throw new UnsupportedOperationException();
        }

        @Override
        public SettingsSchema schema() {
          return POOL_SETTINGS;
        }

        @Override
        public List<PoolView> list() {
          return List.copyOf(pools.values());
        }

        @Override
        public Optional<PoolView> find(String name) {
          return Optional.ofNullable(pools.get(name));
        }

        @Override
        public Changed create(Map<String, ?> settings) {
          String name = String.valueOf(settings.get("name"));
          if (pools.containsKey(name)) {
            throw new Conflict("pool " + name + ": is there");
          }
          did("create " + new TreeMap<>(settings));
          pools.put(name, Samples.pool(name, 5));
          return new Changed(pools.get(name), true);
        }

        @Override
        public Trial tryOut(Map<String, ?> settings) {
          did("try " + new TreeMap<>(settings));
          return new Trial(true, "H2 2", 1.5);
        }

        @Override
        public Changed update(String name, Map<String, ?> patch, Optional<String> ifMatch) {
          check(ifMatch, pools.get(name).revision());
          Map<String, String> merged = POOL_SETTINGS.merge(Map.of(), patch, Set.of("name"));
          did("update " + name + " " + new TreeMap<>(patch));
          pools.put(
              name,
              Samples.pool(name, Integer.parseInt(merged.getOrDefault("min_connections", "5"))));
          return new Changed(pools.get(name), true);
        }

        @Override
        public boolean delete(String name, Optional<String> ifMatch) {
          check(ifMatch, pools.get(name).revision());
          return pools.remove(name) != null;
        }

        @Override
        public PoolStats stats(String name) {
          return stats;
        }

        @Override
        public List<SizingDecision> decisions(String name) {
          return stats.sizing();
        }

        @Override
        public int drain(String name, DrainRequest request) {
          did("drain " + name + " " + request);
          return 1;
        }

        @Override
        public PoolView pause(String name) {
          did("pause " + name);
          return pools.get(name);
        }

        @Override
        public PoolView resume(String name) {
          did("resume " + name);
          return pools.get(name);
        }

        @Override
        public List<ConnectionView> connections(ConnectionFilter filter) {
          did(String.valueOf(filter));
          List<ConnectionView> all = new ArrayList<>();
          for (long id = 1; id <= 120; id++) {
            all.add(Samples.connection(id, "main"));
          }
          return all;
        }

        @Override
        public Optional<ConnectionView> connection(long id) {
          return id == 1 ? Optional.of(Samples.connection(1, "main")) : Optional.empty();
        }

        @Override
        public void kill(long id) {
          if (id != 1) {
            throw new NotFound("connection " + id);
          }
          did("kill " + id);
        }
      };

  final Sessions sessionsFacade =
      new Sessions() {
        @Override
        public ClientSession open(SessionRequest request) {
          throw new UnsupportedOperationException();
        }

        @Override
        public List<SessionView> list(SessionFilter filter) {
          did(String.valueOf(filter));
          return List.copyOf(sessions.values());
        }

        @Override
        public Optional<SessionView> find(long id) {
          return Optional.ofNullable(sessions.get(id));
        }

        @Override
        public void terminate(long id, String reason) {
          if (sessions.remove(id) == null) {
            throw new NotFound("session " + id);
          }
        }

        @Override
        public SessionStats stats() {
          return new SessionStats(1, 1, 2, 7, 2, 2, 1.5);
        }
      };

  final Network networkFacade =
      new Network() {
        @Override
        public NetworkStatus status() {
          looks.incrementAndGet();
          return status;
        }

        @Override
        public List<NetworkConnection> connections() {
          return List.of(Samples.socket("1"), Samples.socket("2"));
        }

        @Override
        public Optional<NetworkConnection> connection(String id) {
          return connections().stream().filter(c -> c.connectionId().equals(id)).findFirst();
        }

        @Override
        public void close(String id) {
          if (connection(id).isEmpty()) {
            throw new NotFound("network connection " + id);
          }
          did("close " + id);
        }

        @Override
        public List<String> listenersOfPool(String pool) {
          return List.of();
        }

        @Override
        public SettingsSchema protocolSchema() {
          return PROTOCOL_SETTINGS;
        }

        @Override
        public ProtocolConfig protocol() {
          return Samples.protocol(300);
        }

        @Override
        public Changed updateProtocol(Map<String, ?> patch, Optional<String> ifMatch) {
          check(ifMatch, protocol().revision());
          Map<String, String> merged = PROTOCOL_SETTINGS.merge(Map.of(), patch, Set.of());
          did("protocol " + new TreeMap<>(patch));
          return new Changed(
              Samples.protocol(Integer.parseInt(merged.getOrDefault("timeout_secs", "300"))), true);
        }
      };
}
