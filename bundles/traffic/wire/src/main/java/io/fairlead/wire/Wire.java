package io.fairlead.wire;

import io.fairlead.kernel.error.Invalid;
import io.fairlead.kernel.error.Unavailable;
import io.fairlead.kernel.instance.Ids;
import io.fairlead.kernel.tls.LiveTls;
import io.fairlead.kernel.tls.TlsView;
import io.fairlead.traffic.protocol.Protocol;
import io.fairlead.traffic.session.ClientSession;
import io.fairlead.traffic.session.SessionRequest;
import io.fairlead.traffic.session.Sessions;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.EventLoop;
import io.netty.util.concurrent.EventExecutor;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.Executor;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The transport: listeners, their clients, and what all of them share. Plain Java and Netty. */
final class Wire implements AutoCloseable {

  /**
   * What it stands on.
   *
   * @param etc where names of files in settings start from
   * @param ids numbers of connections
   * @param sessions who keeps sessions now; null when nobody does
   * @param nanos the clock of timeouts
   * @param now what the clock on the wall says
   * @param mostClients what the process' descriptors allow
   * @param mostReplyBytes what the replies of all clients may hold in memory before each spills
   * @param nativeIfThere false for the JDK's selector in any case
   */
  record Ground(
      Path spillFolder,
      Path etc,
      Ids ids,
      Supplier<@Nullable Sessions> sessions,
      LongSupplier nanos,
      Supplier<Instant> now,
      int loops,
      int mostClients,
      long mostReplyBytes,
      boolean nativeIfThere) {}

  private static final String CONNECTION_IDS = "network_connection";

  private final Ground ground;
  private final Transport transport;
  private final SpillStore spill;
  private final Counters counters = new Counters();
  private final ProtocolTable protocols;
  private final Clients clients;
  private final Map<EventLoop, Loop> loops = new IdentityHashMap<>();
  private final WireCertificates certificates;
  private final Map<String, Listener> listeners = new ConcurrentSkipListMap<>();
  private final long startNanos;
  private final Instant start;
  private volatile ProtocolSettings settings = ProtocolSettings.DEFAULTS;

  Wire(Ground ground) {
    this.ground = ground;
    protocols = new ProtocolTable(ground.nanos());
    startNanos = ground.nanos().getAsLong();
    start = ground.now().get();
    spill = new SpillStore(ground.spillFolder(), ground.mostReplyBytes());
    clients = new Clients(counters, ground.mostClients());
    certificates = new WireCertificates(ground.etc(), ground.now()::get);
    transport = new Transport(ground.loops(), ground.nativeIfThere());
    for (EventExecutor each : transport.loops()) {
      loops.put((EventLoop) each, new Loop((EventLoop) each, this));
    }
  }

  // ---- listeners; one thread at a time

  /**
   * Makes a listener, or changes the one of that name.
   *
   * @throws Invalid it may not listen there
   * @throws Unavailable it cannot; one that listens goes on as it was
   */
  synchronized void listen(String name, ListenerSettings wanted) {
    refuseRemote(wanted);
    Listener present = listeners.get(name);
    Listener listener = present == null ? new Listener(name, this, wanted) : present;
    LiveTls before = listener.tls();
    LiveTls next = certificates.of(name, wanted.tls(), before);
    // Before it listens: nobody may come in plainly where TLS is wanted.
    listener.tls(next);
    try {
      listener.listen(wanted);
    } catch (RuntimeException e) {
      listener.tls(before);
      throw e;
    }
    certificates.changed(name, before, next);
    listeners.put(name, listener);
  }

  /** Lets its clients finish, then tells and closes them. */
  synchronized void remove(String name) {
    Listener gone = listeners.remove(name);
    if (gone != null) {
      gone.stop();
      certificates.changed(name, gone.tls(), null);
      drain(
          "listener " + name + " was removed", gone.settings().drain(), c -> c.listener() == gone);
    }
  }

  private void refuseRemote(ListenerSettings wanted) {
    if (wanted.loopbackOnly() || wanted.allowUnauthenticatedRemote()) {
      return;
    }
    for (String name : wanted.protocols()) {
      if (!wanted.tlsAuthenticates()
          && !protocols.named(name).map(Protocol::authenticates).orElse(false)) {
        throw remote(
            wanted,
            "the protocol "
                + name
                + " cannot authenticate its clients and TLS does not (tls.client_auth ="
                + " required); allow_unauthenticated_remote = true lets in everybody who reaches"
                + " the port");
      }
    }
    if (wanted.tls().isEmpty() && !wanted.allowPlaintextRemote()) {
      throw remote(
          wanted,
          "there is no TLS (tls.certificate, tls.key); allow_plaintext_remote = true lets"
              + " everybody on the way read along");
    }
  }

  private static Invalid remote(ListenerSettings wanted, String because) {
    return new Invalid(
        "addresses", String.join(",", wanted.addresses()), "loopback addresses, as " + because);
  }

  List<Listener> listeners() {
    return List.copyOf(listeners.values());
  }

  @Nullable Listener listener(String name) {
    return listeners.get(name);
  }

  // ---- what listeners and clients share

  void apply(ProtocolSettings next) {
    ProtocolSettings before = settings;
    settings = next;
    if (before.keepAliveSecs() != next.keepAliveSecs()) {
      for (Client client : clients.all()) {
        client.onLoop(() -> transport.keepAlive(client.socket(), next.keepAliveSecs()), () -> {});
      }
    }
  }

  ProtocolSettings settings() {
    return settings;
  }

  /** A protocol has come: who has begun to speak before it was there may go on. */
  void add(String name, Protocol protocol) {
    protocols.add(name, protocol);
    for (Client client : clients.all()) {
      if (client.conversation() == null) {
        client.onLoop(client.inbox()::again, () -> {});
      }
    }
  }

  /** A protocol has gone: its clients finish what they are about. */
  void remove(String name, Protocol protocol) {
    protocols.remove(name, protocol);
    for (Client client : clients.all()) {
      Conversation talk = client.conversation();
      if (talk != null && talk.protocol().protocol() == protocol) {
        client
            .ending()
            .drain("the protocol " + name + " was removed", client.listener().settings().drain());
      }
    }
  }

  ProtocolTable protocols() {
    return protocols;
  }

  Transport transport() {
    return transport;
  }

  Counters counters() {
    return counters;
  }

  Clients clients() {
    return clients;
  }

  /** The TLS with which listeners listen, by their names. */
  List<TlsView> certificates() {
    return certificates.views();
  }

  /** The threads of TLS's handshakes. */
  Executor computing() {
    return certificates.computing();
  }

  SpillStore spill() {
    return spill;
  }

  ReplyBuffer newReply(ByteBufAllocator allocator) {
    return new ReplyBuffer(allocator, spill, settings.spillThreshold());
  }

  ClientSession openSession(SessionRequest request) {
    Sessions present = ground.sessions().get();
    if (present == null) {
      throw new Unavailable("the server has no sessions now");
    }
    return present.open(request);
  }

  long nextConnectionId() {
    return ground.ids().next(CONNECTION_IDS);
  }

  Loop loopOf(EventLoop eventLoop) {
    return Objects.requireNonNull(loops.get(eventLoop));
  }

  long nanoTime() {
    return ground.nanos().getAsLong();
  }

  Instant now() {
    return ground.now().get();
  }

  Instant started() {
    return start;
  }

  /** When the clock of timeouts showed this. */
  Instant instantOf(long nanos) {
    return start.plusNanos(nanos - startNanos);
  }

  // ---- the end

  /** Accepts nobody, lets everybody finish, at most so long; true when all have gone. */
  boolean drain(Duration atMost) {
    clients.stop();
    listeners().forEach(Listener::stop);
    drain("the server is stopping", atMost, c -> true);
    return clients.awaitNone(atMost);
  }

  private void drain(String reason, Duration atMost, Predicate<Client> concerned) {
    for (Client client : clients.all()) {
      if (concerned.test(client)) {
        client.ending().drain(reason, atMost);
      }
    }
  }

  @Override
  public void close() {
    clients.stop();
    listeners().forEach(Listener::stop);
    for (Client client : clients.all()) {
      client.onLoop(() -> client.ending().end("the server is stopping"), () -> {});
    }
    clients.awaitNone(Duration.ofSeconds(1));
    transport.close();
    certificates.close();
    spill.close();
  }
}
