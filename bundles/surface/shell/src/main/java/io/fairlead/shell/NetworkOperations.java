package io.fairlead.shell;

import io.fairlead.traffic.network.Network;
import io.fairlead.traffic.network.NetworkConnection;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** Clients' sockets and what is spoken on them. */
final class NetworkOperations {

  private final Supplier<Optional<Network>> network;

  NetworkOperations(Supplier<Optional<Network>> network) {
    this.network = network;
  }

  void describe(OperationTable table) {
    table.plain("networkStatus", "The clients' sockets in numbers", a -> network().status());
    table.list(
        "networkConnections",
        "Clients' sockets",
        List.of(),
        List.of(
            "connection_id",
            "remote_address",
            "listener",
            "protocol",
            "state",
            "session_id",
            "bytes_sent",
            "bytes_received"),
        a -> network().connections());
    table.show(
        "networkConnection",
        "One client's socket",
        "connection",
        this::socketIds,
        a -> OperationTable.found("connection", a, network().connection(a.target())));
    table.one(
        "closeNetworkConnection",
        "Tells a client and closes its socket",
        "connection",
        this::socketIds,
        a -> {
          network().close(a.target());
          return null;
        });
    table.plain("protocolConfig", "What all native listeners share", a -> network().protocol());
    table.add(
        "updateProtocolConfig",
        "Changes what all native listeners share, while they run",
        null,
        List::of,
        this::protocolSettings,
        a ->
            network()
                .updateProtocol(a.patch(network().protocolSchema()), Optional.empty())
                .config());
  }

  private List<String> protocolSettings() {
    return network.get().map(n -> OperationTable.names(n.protocolSchema())).orElse(List.of());
  }

  private List<String> socketIds() {
    return network
        .get()
        .map(n -> OperationTable.ids(n.connections(), NetworkConnection::connectionId))
        .orElse(List.of());
  }

  private Network network() {
    return OperationTable.deployed("the network", network.get());
  }
}
