package io.fairlead.wire;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import io.fairlead.kernel.config.ConfigId;
import io.fairlead.kernel.error.Conflict;
import io.fairlead.kernel.error.Invalid;
import io.fairlead.kernel.error.NotFound;
import io.fairlead.kernel.error.Stale;
import io.fairlead.kernel.health.HealthCheck;
import io.fairlead.kernel.health.HealthCheck.Health;
import io.fairlead.kernel.instance.Instance;
import io.fairlead.traffic.network.NetworkConnection;
import io.fairlead.traffic.network.NetworkStatus;
import io.fairlead.traffic.network.ProtocolConfig;
import io.fairlead.traffic.protocol.Protocol;
import io.fairlead.wire.basic.BasicProtocol;
import java.lang.reflect.Proxy;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Hashtable;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.After;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;

/** The components with the configurations' way from file to socket, without a framework. */
public class ComponentsTest {

  private static final ConfigId NATIVE = ConfigId.of(ListenersComponent.PID, "native");

  @Rule public final TemporaryFolder folder = new TemporaryFolder();

  private final FakeStore store = new FakeStore();
  private final List<HealthCheck> health = new CopyOnWriteArrayList<>();
  private WireComponent wire;
  private ListenersComponent listeners;
  private ProtocolSettingsComponent settings;

  @Before
  public void activate() {
    AtomicLong ids = new AtomicLong();
    wire = new WireComponent(store, instance(), sequence -> ids.incrementAndGet());
    wire.addProtocol(new BasicProtocol(), Map.of(Protocol.NAME, "native"));
    listeners = new ListenersComponent(store, wire, context());
    settings = new ProtocolSettingsComponent(store, wire);
    settings.updated(null);
    store.announce = id -> settings.updated(null);
  }

  @After
  public void deactivate() {
    listeners.deactivate();
    wire.deactivate();
    assertEquals(List.of(), health);
  }

  private Instance instance() {
    return new Instance() {
      @Override
      public Path etc() {
        return folder.getRoot().toPath().resolve("etc");
      }

      @Override
      public Path data() {
        return folder.getRoot().toPath().resolve("data");
      }

      @Override
      public Instant startedAt() {
        return Instant.EPOCH;
      }

      @Override
      public byte[] key() {
        return new byte[32];
      }

      @Override
      public void writeDurably(Path file, byte[] content) {
        throw new AssertionError("the transport writes no such files");
      }
    };
  }

  private BundleContext context() {
    return (BundleContext)
        Proxy.newProxyInstance(
            getClass().getClassLoader(),
            new Class<?>[] {BundleContext.class},
            (proxy, method, args) -> {
              HealthCheck check = (HealthCheck) args[1];
              health.add(check);
              return Proxy.newProxyInstance(
                  getClass().getClassLoader(),
                  new Class<?>[] {ServiceRegistration.class},
                  (p, m, a) -> health.remove(check));
            });
  }

  private void file(Map<String, String> content) {
    store.files.put(NATIVE, content);
    listeners.updated(ListenersComponent.PID + "~native", new Hashtable<>(content));
  }

  private Health health() {
    assertEquals(1, health.size());
    assertEquals("listener native", health.get(0).part());
    return health.get(0).health();
  }

  @Test
  public void aListenerComesWithItsFileAndGoesWithIt() {
    assertEquals("unhealthy", wire.status().status());
    file(Map.of("port", "0", "identity.pool", "orders"));
    assertEquals(Health.READY, health());
    assertEquals("healthy", wire.status().status());
    assertEquals(List.of("native"), wire.listenersOfPool("orders"));
    assertEquals(List.of(), wire.listenersOfPool("main"));
    store.files.remove(NATIVE);
    listeners.updated(ListenersComponent.PID + "~native", new Hashtable<>(Map.of("port", "0")));
    assertEquals("main again", List.of("native"), wire.listenersOfPool("main"));
  }

  @Test
  public void nonsenseLeavesTheListenerAsItWas() {
    file(Map.of("port", "0"));
    List<String> before = wire.wire().listener("native").addresses();
    file(Map.of("port", "-1"));
    assertEquals(before, wire.wire().listener("native").addresses());
    assertEquals("port: -1 (expected: 0 to 65535)", store.failure(NATIVE));
    assertEquals("it serves", Health.READY, health());
    NetworkStatus status = wire.status();
    assertEquals("degraded", status.status());
    assertEquals(
        List.of("listener native: goes on as it was: port: -1 (expected: 0 to 65535)"),
        status.reasons());
    file(Map.of("port", "0"));
    assertEquals("none", store.failure(NATIVE));
    assertEquals("healthy", wire.status().status());
  }

  @Test
  public void aTakenPortIsTriedAgainUntilItIsFree() throws Exception {
    int port;
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = taken.getLocalPort();
      file(Map.of("port", String.valueOf(port)));
      assertTrue(store.failure(NATIVE), store.failure(NATIVE).endsWith("Address already in use"));
      assertFalse(health().ready());
      assertEquals(store.failure(NATIVE), health().reason());
      assertEquals("unhealthy", wire.status().status());
      assertEquals(List.of("native"), wire.listenersOfPool("main"));
    }
    Harness.await("it listens", () -> health().ready());
    assertEquals(List.of("127.0.0.1:" + port), wire.wire().listener("native").addresses());
    Harness.await("the store knows", () -> store.failure(NATIVE).equals("none"));
  }

  @Test
  public void aFailedListenerWhoseFileGoesIsForgotten() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      file(Map.of("port", String.valueOf(taken.getLocalPort())));
      assertFalse(health().ready());
      store.files.remove(NATIVE);
      Harness.await("it is forgotten", health::isEmpty);
      assertEquals(List.of("there is no listener"), wire.status().reasons());
    }
  }

  @Test
  public void aListenerWithoutItsProtocolIsNotReady() {
    file(Map.of("port", "0", "protocols", "native,echo"));
    assertEquals("the protocol echo is not there", health().reason());
    wire.addProtocol(new BasicProtocol(), Map.of(Protocol.NAME, "echo"));
    assertEquals(Health.READY, health());
  }

  @Test
  public void connectionsAreSeenCountedAndClosed() {
    file(Map.of("port", "0"));
    String address = wire.wire().listener("native").addresses().get(0);
    try (RawClient client =
        new RawClient(Integer.parseInt(address.substring(address.indexOf(':') + 1)))) {
      assertEquals("error: the server has no sessions now", client.ping());
      assertEquals("end", client.answer());
    }
    Harness.await("it has gone", () -> wire.status().activeConnections() == 0);
    try (RawClient client =
        new RawClient(Integer.parseInt(address.substring(address.indexOf(':') + 1)))) {
      Harness.await("it is there", () -> wire.connections().size() == 1);
      NetworkConnection seen = wire.connections().get(0);
      assertEquals(Optional.of(seen), wire.connection(seen.connectionId()));
      assertEquals("unknown", seen.protocol());
      assertEquals("established", seen.state());
      assertEquals(address, seen.localAddress());
      assertEquals("127.0.0.1:" + client.socket.getLocalPort(), seen.remoteAddress());
      assertEquals("native", seen.listener());
      for (String nobody : List.of("99", "0" + seen.connectionId(), "+1", "-1", "x", "")) {
        assertEquals(Optional.empty(), wire.connection(nobody));
        assertThrows(NotFound.class, () -> wire.close(nobody));
      }
      wire.close(seen.connectionId());
      assertEquals("error: the connection was closed by an administrator", client.answer());
      assertEquals("end", client.answer());
    }
    NetworkStatus status = wire.status();
    assertEquals(2, status.totalConnectionsLifetime());
    assertEquals(1, status.bytesReceived());
    assertTrue(status.bytesSent() > 40);
    assertEquals(0, status.rejectedConnections());
  }

  @Test
  public void protocolSettingsAreMergedAndInForceAtOnce() {
    ProtocolConfig before = wire.protocol();
    assertTrue(before.applied());
    assertEquals(1_048_576, before.maxPacketSize());
    ProtocolConfig after =
        wire.updateProtocol(Map.of("timeout_secs", 60), Optional.of(before.revision())).config();
    assertEquals(60, after.timeoutSecs());
    assertEquals(30, after.keepAliveIntervalSecs());
    assertTrue(after.applied());
    assertEquals(60, wire.wire().settings().idleTimeout().toSeconds());
    assertThrows(
        Stale.class,
        () -> wire.updateProtocol(Map.of("timeout_secs", 61), Optional.of(before.revision())));
    ProtocolConfig more =
        wire.updateProtocol(
                Map.of("max_packet_size", 100, "revision", "x", "applied", false), Optional.empty())
            .config();
    assertEquals(60, more.timeoutSecs());
    assertEquals(100, more.maxPacketSize());
  }

  @Test
  public void wrongProtocolSettingsChangeNothing() {
    ProtocolConfig before = wire.protocol();
    Invalid e =
        assertThrows(
            Invalid.class,
            () ->
                wire.updateProtocol(
                    Map.of("timeout_secs", 0, "max_packet_size", "big", "colour", "red"),
                    Optional.empty()));
    assertEquals(
        List.of("colour", "max_packet_size", "timeout_secs"),
        e.faults().stream().map(f -> f.field()).sorted().toList());
    Conflict conflict =
        assertThrows(
            Conflict.class,
            () -> wire.updateProtocol(Map.of("compression_enabled", true), Optional.empty()));
    assertTrue(conflict.getMessage(), conflict.getMessage().contains("codec"));
    assertEquals(before, wire.protocol());
  }

  @Test
  public void nonsenseInTheProtocolsFileIsShownAndRepairedByAChange() {
    ConfigId id = ConfigId.singleton(ProtocolSettings.PID);
    wire.updateProtocol(Map.of("timeout_secs", 60), Optional.empty());
    store.files.put(id, Map.of("timeout_secs", "soon"));
    settings.updated(null);
    ProtocolConfig shown = wire.protocol();
    assertEquals(60, shown.timeoutSecs());
    assertFalse(shown.applied());
    assertEquals("timeout_secs: soon (expected: a whole number)", shown.configError());
    ProtocolConfig repaired =
        wire.updateProtocol(Map.of("keep_alive_interval_secs", 9), Optional.empty()).config();
    assertEquals(60, repaired.timeoutSecs());
    assertEquals(9, repaired.keepAliveIntervalSecs());
    assertTrue(repaired.applied());
    assertEquals(null, repaired.configError());
  }
}
