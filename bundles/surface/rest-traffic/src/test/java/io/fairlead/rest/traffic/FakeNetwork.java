package io.fairlead.rest.traffic;

import io.fairlead.kernel.error.Conflict;
import io.fairlead.kernel.error.NotFound;
import io.fairlead.kernel.error.Stale;
import io.fairlead.kernel.settings.Rules;
import io.fairlead.kernel.settings.Setting;
import io.fairlead.kernel.settings.Setting.Type;
import io.fairlead.kernel.settings.SettingsSchema;
import io.fairlead.traffic.network.Network;
import io.fairlead.traffic.network.NetworkConnection;
import io.fairlead.traffic.network.NetworkStatus;
import io.fairlead.traffic.network.ProtocolConfig;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A network of sockets that a test makes. */
public final class FakeNetwork implements Network {

  private static final SettingsSchema SCHEMA =
      new SettingsSchema(
          List.of(
              Setting.hot(
                  "max_packet_size", Type.INTEGER, "1048576", Rules.atLeast(1), "Longest SQL."),
              Setting.hot("timeout_secs", Type.INTEGER, "300", Rules.atLeast(1), "Idle.")),
          List.of());

  final List<NetworkConnection> connections = new ArrayList<>();
  Map<String, String> stored = Map.of();
  boolean applied = true;

  @Override
  public NetworkStatus status() {
    return new NetworkStatus("healthy", List.of(), 1, 2, 3, 4, 5, 6, 7);
  }

  @Override
  public List<NetworkConnection> connections() {
    return connections;
  }

  @Override
  public Optional<NetworkConnection> connection(String connectionId) {
    return connections.stream().filter(c -> c.connectionId().equals(connectionId)).findFirst();
  }

  @Override
  public void close(String connectionId) {
    if (!connections.removeIf(c -> c.connectionId().equals(connectionId))) {
      throw new NotFound("network connection: unknown");
    }
  }

  @Override
  public List<String> listenersOfPool(String pool) {
    return List.of();
  }

  @Override
  public SettingsSchema protocolSchema() {
    return SCHEMA;
  }

  @Override
  public ProtocolConfig protocol() {
    var values = SCHEMA.read(stored);
    return new ProtocolConfig(
        "1.0",
        values.integer("max_packet_size"),
        false,
        false,
        30,
        values.integer("timeout_secs"),
        30,
        1_000_000,
        1L << 32,
        1 << 20,
        "p" + stored.hashCode(),
        applied,
        null);
  }

  @Override
  public Changed updateProtocol(Map<String, ?> patch, Optional<String> ifMatch) {
    if (ifMatch.isPresent() && !ifMatch.get().equals(protocol().revision())) {
      throw new Stale("protocol: changed since");
    }
    if (Boolean.TRUE.equals(patch.get("compression_enabled"))) {
      throw new Conflict("compression_enabled: no codec is there");
    }
    stored = SCHEMA.merge(stored, patch, Set.of("protocol_version", "compression_enabled"));
    return new Changed(protocol(), applied);
  }

  void opened(String id) {
    Instant now = Instant.ofEpochSecond(1_700_000_000);
    connections.add(
        new NetworkConnection(
            id,
            "127.0.0.1:1",
            "127.0.0.1:2",
            "native",
            "established",
            1L,
            now,
            0,
            0,
            now,
            "native",
            false));
  }
}
