package io.fairlead.wire;

import io.fairlead.kernel.config.ConfigId;
import io.fairlead.kernel.config.ConfigState;
import io.fairlead.kernel.config.ConfigStore;
import io.fairlead.kernel.config.OptimisticUpdate;
import io.fairlead.kernel.config.StoredConfig;
import io.fairlead.kernel.error.FairleadException;
import io.fairlead.kernel.error.NotFound;
import io.fairlead.kernel.health.HealthCheck.Health;
import io.fairlead.kernel.settings.SettingsSchema;
import io.fairlead.kernel.tls.LiveTls;
import io.fairlead.traffic.network.Network;
import io.fairlead.traffic.network.NetworkConnection;
import io.fairlead.traffic.network.NetworkStatus;
import io.fairlead.traffic.network.ProtocolConfig;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** What the surfaces see of the transport, and how they change it. */
final class WireNetwork implements Network {

  private static final String PROTOCOL_VERSION = "1.0";
  private static final Duration ACKNOWLEDGED_WITHIN = Duration.ofMillis(800);
  private static final ConfigId PROTOCOL = ConfigId.singleton(ProtocolSettings.PID);

  /** Fields that are shown and that nobody can set. */
  private static final Set<String> SHOWN =
      Set.of("protocol_version", "encryption_enabled", "revision", "applied", "config_error");

  private final Wire wire;
  private final ListenerFailures failures;
  private final ConfigStore store;

  WireNetwork(Wire wire, ListenerFailures failures, ConfigStore store) {
    this.wire = wire;
    this.failures = failures;
    this.store = store;
  }

  @Override
  public NetworkStatus status() {
    Set<String> names = new TreeSet<>(failures.names());
    wire.listeners().forEach(listener -> names.add(listener.name()));
    List<String> reasons = new ArrayList<>();
    int ready = 0;
    for (String name : names) {
      Health health = new ListenerHealth(name, wire, failures).health();
      if (health.ready()) {
        ready++;
        store
            .state(ConfigId.of(ListenersComponent.PID, name))
            .flatMap(ConfigState::failure)
            .ifPresent(why -> reasons.add("listener " + name + ": goes on as it was: " + why));
        certificateFailure(name)
            .ifPresent(
                why ->
                    reasons.add(
                        "listener " + name + ": goes on with the certificate that it has: " + why));
      } else {
        reasons.add("listener " + name + ": " + health.reason());
      }
    }
    if (names.isEmpty()) {
      reasons.add("there is no listener");
    }
    Counters counters = wire.counters();
    return new NetworkStatus(
        ready == 0 ? "unhealthy" : reasons.isEmpty() ? "healthy" : "degraded",
        List.copyOf(reasons),
        wire.clients().size(),
        counters.accepted.sum(),
        counters.bytesSent.sum(),
        counters.bytesReceived.sum(),
        counters.errors.sum(),
        Duration.between(wire.started(), wire.now()).toSeconds(),
        counters.rejected.sum());
  }

  private Optional<String> certificateFailure(String listener) {
    return Optional.ofNullable(wire.listener(listener))
        .map(Listener::tls)
        .flatMap(LiveTls::failure);
  }

  private boolean allEncrypted() {
    List<Listener> listeners = wire.listeners();
    return !listeners.isEmpty() && listeners.stream().allMatch(each -> each.tls() != null);
  }

  @Override
  public List<NetworkConnection> connections() {
    return wire.clients().all().stream()
        .sorted(Comparator.comparingLong(Client::id))
        .map(Client::view)
        .toList();
  }

  @Override
  public Optional<NetworkConnection> connection(String connectionId) {
    return Optional.ofNullable(find(connectionId)).map(Client::view);
  }

  @Override
  public void close(String connectionId) {
    Client client = find(connectionId);
    if (client == null) {
      throw new NotFound("network connection " + connectionId + ": there is none of that id");
    }
    client.onLoop(
        () -> client.ending().end("the connection was closed by an administrator"), () -> {});
  }

  private @Nullable Client find(String connectionId) {
    try {
      long id = Long.parseLong(connectionId);
      // Only the way in which ids are shown: "+7" and "07" are nobody's.
      return Long.toString(id).equals(connectionId) ? wire.clients().find(id) : null;
    } catch (NumberFormatException e) {
      return null;
    }
  }

  @Override
  public List<String> listenersOfPool(String pool) {
    Set<String> names = new TreeSet<>();
    for (Listener listener : wire.listeners()) {
      if (listener.settings().pool().equals(pool)) {
        names.add(listener.name());
      }
    }
    for (String name : failures.names()) {
      failures
          .of(name)
          .filter(f -> pool.equals(f.settings().getOrDefault("identity.pool", "main")))
          .ifPresent(f -> names.add(name));
    }
    return List.copyOf(names);
  }

  @Override
  public SettingsSchema protocolSchema() {
    return ProtocolSettings.SCHEMA;
  }

  @Override
  public ProtocolConfig protocol() {
    String revision =
        store
            .get(PROTOCOL)
            .map(StoredConfig::revision)
            .orElseGet(() -> store.revision(PROTOCOL, Map.of()));
    Optional<ConfigState> state = store.state(PROTOCOL);
    ProtocolSettings now = wire.settings();
    return new ProtocolConfig(
        PROTOCOL_VERSION,
        now.limits().maxPacketSize(),
        false,
        allEncrypted(),
        now.keepAliveSecs(),
        Math.toIntExact(now.idleTimeout().toSeconds()),
        Math.toIntExact(now.requestTimeout().toSeconds()),
        now.limits().maxResultRows(),
        now.limits().maxResultBytes(),
        now.spillThreshold(),
        revision,
        state.flatMap(ConfigState::appliedRevision).filter(revision::equals).isPresent(),
        state.flatMap(ConfigState::failure).orElse(null));
  }

  @Override
  public Changed updateProtocol(Map<String, ?> patch, Optional<String> ifMatch) {
    StoredConfig stored = OptimisticUpdate.of(ifMatch, () -> storedProtocol(patch, ifMatch));
    ConfigState state =
        store.awaitAcknowledgement(PROTOCOL, stored.revision(), ACKNOWLEDGED_WITHIN);
    return new Changed(
        protocol(), state.appliedRevision().filter(stored.revision()::equals).isPresent());
  }

  private StoredConfig storedProtocol(Map<String, ?> patch, Optional<String> ifMatch) {
    Optional<StoredConfig> present = store.get(PROTOCOL);
    Map<String, String> merged = ProtocolSettings.SCHEMA.merge(base(present), patch, SHOWN);
    ProtocolSettings.read(merged);
    return store.put(PROTOCOL, merged, ifMatch.or(() -> present.map(StoredConfig::revision)));
  }

  /** What a change is laid over: the file, or the last good settings while that is nonsense. */
  private Map<String, String> base(Optional<StoredConfig> present) {
    if (present.isEmpty()) {
      return Map.of();
    }
    try {
      ProtocolSettings.read(present.get().settings());
      return present.get().settings();
    } catch (FairleadException e) {
      return store.lastGood(PROTOCOL).map(StoredConfig::settings).orElse(Map.of());
    }
  }
}
