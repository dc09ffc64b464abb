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
import java.util.Map;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** The clients' sockets, and what all native listeners share. */
@Component(service = GraphqlFragment.class)
public final class NetworkFragment implements GraphqlFragment {

  private static final Shape STATUS = Shape.of(NetworkStatus.class).required();
  private static final Shape CONFIG = Shape.of(ProtocolConfig.class).required();
  private static final Argument ID = Argument.of("id", Shape.ID.required());

  private final Network network;
  private final SettingsInput settings;

  @Activate
  public NetworkFragment(@Reference Network network) {
    this.network = network;
    this.settings =
        new SettingsInput(
            "ProtocolConfigInput",
            network.protocolSchema(),
            Map.of("keep_alive_interval_secs", "keepAliveInterval", "timeout_secs", "timeout"));
  }

  @Override
  public void describe(FragmentBuilder fragment) {
    fragment
        .query(
            "networkStatus",
            STATUS,
            "Whether clients can be served, and counters.",
            a -> network.status())
        .query(
            "networkConnections",
            Shape.of(Page.class, NetworkConnection.class).required(),
            "The clients' sockets, by id, in pages.",
            a -> Paging.of(a).of(network.connections()),
            Paging.PAGE,
            Paging.PAGE_SIZE)
        .query(
            "networkConnection",
            Shape.of(NetworkConnection.class),
            "One client's socket.",
            a -> network.connection(a.text("id")).orElse(null),
            ID)
        .mutation(
            "closeNetworkConnection",
            Shape.BOOLEAN.required(),
            "Tells the client and closes it.",
            this::close,
            ID)
        .query(
            "protocolConfig", CONFIG, "What all native listeners share.", a -> network.protocol())
        .mutation(
            "updateProtocolConfig",
            CONFIG,
            "Changes what all native listeners share; a field left out keeps its value.",
            a ->
                settings.apply(
                    a.object("config"),
                    patch -> network.updateProtocol(patch, a.optionalText("ifMatch")).config()),
            Argument.of("config", settings.shape().required()),
            new Argument(
                "ifMatch",
                Shape.STRING,
                "The revision that the change builds on; another one is STALE."))
        .live(
            "networkStatusChanged",
            STATUS,
            "The network's status now, then, at most once a second, each time that more than the time has changed.",
            a -> network.status(),
            NetworkFragment::timeless);
  }

  private Object close(Arguments arguments) {
    network.close(arguments.text("id"));
    return true;
  }

  /** The status without its clock, which alone is no news. */
  private static Object timeless(Object status) {
    NetworkStatus s = (NetworkStatus) status;
    return new NetworkStatus(
        s.status(),
        s.reasons(),
        s.activeConnections(),
        s.totalConnectionsLifetime(),
        s.bytesSent(),
        s.bytesReceived(),
        s.errors(),
        0,
        s.rejectedConnections());
  }
}
