package io.fairlead.graphql.traffic;

import io.fairlead.graphql.spi.Argument;
import io.fairlead.graphql.spi.Arguments;
import io.fairlead.graphql.spi.FragmentBuilder;
import io.fairlead.graphql.spi.GraphqlFragment;
import io.fairlead.graphql.spi.SettingsInput;
import io.fairlead.graphql.spi.Shape;
import io.fairlead.kernel.page.Page;
import io.fairlead.traffic.network.Network;
import io.fairlead.traffic.network.NetworkConnection;
import io.fairlead.traffic.network.NetworkStatus;
import io.fairlead.traffic.network.ProtocolConfig;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** The clients' sockets, and what all native listeners share. */
@Component(property = "fairlead.graphql=network")
public final class NetworkFragment implements GraphqlFragment {

  private static final Shape STATUS = Shape.of(NetworkStatus.class).required();
  private static final Shape CONFIG = Shape.of(ProtocolConfig.class).required();

  private final Network network;
  private final SettingsInput config;

  @Activate
  public NetworkFragment(@Reference Network network) {
    this.network = network;
    this.config =
        new SettingsInput(
            "ProtocolConfigInput", network.protocolSchema(), NamingExceptions.PROTOCOL_CONFIG);
  }

  @Override
  public void describe(FragmentBuilder fragment) {
    fragment
        .query(
            "networkStatus",
            STATUS,
            "Whether clients can be served, and counters since the start.",
            arguments -> network.status())
        .live(
            "networkStatusChanged",
            STATUS,
            "The status: now, then at most once a second when more than the uptime changed.",
            arguments -> network.status(),
            status -> withoutUptime((NetworkStatus) status))
        .query(
            "protocolConfig",
            CONFIG,
            "What all native listeners share.",
            arguments -> network.protocol())
        .mutation(
            "updateProtocolConfig",
            CONFIG,
            "Changes what all native listeners share; a field left out keeps its value.",
            this::update,
            Argument.of("config", config.shape().required()),
            Inputs.IF_MATCH);
    connections(fragment);
  }

  private void connections(FragmentBuilder fragment) {
    fragment
        .query(
            "networkConnections",
            Shape.of(Page.class, NetworkConnection.class).required(),
            "The clients' sockets, by id, in pages.",
            arguments -> Inputs.page(arguments).of(network.connections()),
            Inputs.PAGE,
            Inputs.PAGE_SIZE)
        .query(
            "networkConnection",
            Shape.of(NetworkConnection.class),
            "One client's socket; null when there is none of that id.",
            arguments -> network.connection(arguments.text("id")).orElse(null),
            Argument.of("id", Shape.ID.required()))
        .mutation(
            "closeNetworkConnection",
            Shape.BOOLEAN.required(),
            "Tells the client and closes it.",
            this::close,
            Argument.of("connectionId", Shape.ID.required()));
  }

  private Object update(Arguments arguments) {
    return config
        .apply(
            arguments.object("config"),
            patch -> network.updateProtocol(patch, Inputs.ifMatch(arguments)))
        .config();
  }

  private Object close(Arguments arguments) {
    network.close(arguments.text("connectionId"));
    return true;
  }

  private static NetworkStatus withoutUptime(NetworkStatus status) {
    return new NetworkStatus(
        status.status(),
        status.reasons(),
        status.activeConnections(),
        status.totalConnectionsLifetime(),
        status.bytesSent(),
        status.bytesReceived(),
        status.errors(),
        0,
        status.rejectedConnections());
  }
}
