package io.fairlead.wire;

import io.fairlead.kernel.config.ConfigStore;
import io.fairlead.kernel.instance.Ids;
import io.fairlead.kernel.instance.Instance;
import io.fairlead.kernel.lifecycle.Drainable;
import io.fairlead.kernel.settings.SettingsSchema;
import io.fairlead.kernel.tls.TlsEndpoints;
import io.fairlead.kernel.tls.TlsView;
import io.fairlead.traffic.network.Network;
import io.fairlead.traffic.network.NetworkConnection;
import io.fairlead.traffic.network.NetworkStatus;
import io.fairlead.traffic.network.ProtocolConfig;
import io.fairlead.traffic.protocol.Protocol;
import io.fairlead.traffic.session.Sessions;
import io.fairlead.wire.Wire.Ground;
import io.netty.util.internal.PlatformDependent;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.management.JMException;
import javax.management.ObjectName;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The transport as services. Sessions and protocols may come and go: clients stay, or are told.
 * First to drain of all parts, as whatever it lets in needs the others.
 */
@Component(
    service = {Network.class, Drainable.class, TlsEndpoints.class, WireComponent.class},
    immediate = true,
    property = "service.ranking:Integer=1000")
public final class WireComponent implements Network, Drainable, TlsEndpoints {

  private static final Logger LOG = LoggerFactory.getLogger(WireComponent.class);

  /** Descriptors that are not for clients: files, jars, database connections, HTTP. */
  private static final long DESCRIPTORS_KEPT = 1_000;

  /** Replies that wait may have one in so many bytes of the memory outside the heap. */
  private static final long REPLIES_SHARE = 4;

  private static final int FEWEST_CLIENTS = 100;

  private final Wire wire;
  private final WireNetwork network;
  private final ListenerFailures failures = new ListenerFailures();

  @Reference(
      cardinality = ReferenceCardinality.OPTIONAL,
      policy = ReferencePolicy.DYNAMIC,
      policyOption = ReferencePolicyOption.GREEDY)
  private volatile @Nullable Sessions sessions;

  @Activate
  public WireComponent(
      @Reference ConfigStore store, @Reference Instance instance, @Reference Ids ids) {
    wire =
        new Wire(
            new Ground(
                instance.data().resolve("spill"),
                instance.etc(),
                ids,
                () -> sessions,
                System::nanoTime,
                Instant::now,
                Runtime.getRuntime().availableProcessors(),
                mostClients(),
                PlatformDependent.maxDirectMemory() / REPLIES_SHARE,
                true));
    network = new WireNetwork(wire, failures, store);
  }

  private static int mostClients() {
    try {
      Object most =
          ManagementFactory.getPlatformMBeanServer()
              .getAttribute(
                  new ObjectName("java.lang:type=OperatingSystem"), "MaxFileDescriptorCount");
      long free = ((Number) most).longValue() - DESCRIPTORS_KEPT;
      return (int) Math.max(FEWEST_CLIENTS, Math.min(Integer.MAX_VALUE, free));
    } catch (JMException e) {
      LOG.debug("this system tells no limit of file descriptors", e);
      return Integer.MAX_VALUE;
    }
  }

  @Deactivate
  void deactivate() {
    wire.close();
  }

  @Reference(
      cardinality = ReferenceCardinality.MULTIPLE,
      policy = ReferencePolicy.DYNAMIC,
      policyOption = ReferencePolicyOption.GREEDY)
  void addProtocol(Protocol protocol, Map<String, Object> properties) {
    wire.add(nameOf(properties), protocol);
  }

  void removeProtocol(Protocol protocol, Map<String, Object> properties) {
    wire.remove(nameOf(properties), protocol);
  }

  private static String nameOf(Map<String, Object> properties) {
    return String.valueOf(properties.get(Protocol.NAME));
  }

  Wire wire() {
    return wire;
  }

  ListenerFailures failures() {
    return failures;
  }

  @Override
  public void drain(Duration atMost) {
    if (!wire.drain(atMost)) {
      LOG.info("{} clients are cut off at the end of the drain", wire.clients().size());
    }
  }

  @Override
  public List<TlsView> endpoints() {
    return wire.certificates();
  }

  @Override
  public NetworkStatus status() {
    return network.status();
  }

  @Override
  public List<NetworkConnection> connections() {
    return network.connections();
  }

  @Override
  public Optional<NetworkConnection> connection(String connectionId) {
    return network.connection(connectionId);
  }

  @Override
  public void close(String connectionId) {
    network.close(connectionId);
  }

  @Override
  public List<String> listenersOfPool(String pool) {
    return network.listenersOfPool(pool);
  }

  @Override
  public SettingsSchema protocolSchema() {
    return network.protocolSchema();
  }

  @Override
  public ProtocolConfig protocol() {
    return network.protocol();
  }

  @Override
  public Changed updateProtocol(Map<String, ?> patch, Optional<String> ifMatch) {
    return network.updateProtocol(patch, ifMatch);
  }
}
