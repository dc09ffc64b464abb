package io.fairlead.wire;

import io.fairlead.kernel.error.Unavailable;
import io.fairlead.kernel.tls.LiveTls;
import io.fairlead.traffic.session.SessionOwner;
import io.fairlead.traffic.session.SessionRequest;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ServerChannel;
import io.netty.channel.socket.SocketChannel;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Listening sockets under one name. Its clients live on when it listens elsewhere; they are told
 * and closed when it goes. One thread at a time changes it.
 */
final class Listener {

  private static final Logger LOG = LoggerFactory.getLogger(Listener.class);

  private static final long ACCEPT_MILLIS = 20;
  private static final long NANOS_BETWEEN_TLS_LOGS = TimeUnit.MINUTES.toNanos(1);

  private final String name;
  private final Wire wire;
  private final AtomicInteger open = new AtomicInteger();
  private final AtomicLong tlsLogged;
  private Map<String, ServerChannel> listening = Map.of();
  private volatile ListenerSettings settings;
  private volatile @Nullable LiveTls tls;
  private volatile List<String> addresses = List.of();

  Listener(String name, Wire wire, ListenerSettings settings) {
    this.name = name;
    this.wire = wire;
    this.settings = settings;
    this.tlsLogged = new AtomicLong(wire.nanoTime() - NANOS_BETWEEN_TLS_LOGS);
  }

  String name() {
    return name;
  }

  ListenerSettings settings() {
    return settings;
  }

  /** The TLS of new clients; null when they have none. */
  @Nullable LiveTls tls() {
    return tls;
  }

  void tls(@Nullable LiveTls next) {
    tls = next;
  }

  /** Where it listens, with the real ports; empty when it does not. */
  List<String> addresses() {
    return addresses;
  }

  /**
   * Listens as these settings say; what is bound already stays so.
   *
   * @throws Unavailable an address cannot be bound: all is as it was
   */
  void listen(ListenerSettings next) {
    boolean samePort = next.port() == settings.port();
    Map<String, ServerChannel> before = listening;
    Map<String, ServerChannel> after = new LinkedHashMap<>();
    List<ServerChannel> leaving = new ArrayList<>();
    before.forEach(
        (address, channel) -> {
          if (samePort && next.addresses().contains(address)) {
            after.put(address, channel);
          } else {
            leaving.add(channel);
          }
        });
    int port =
        samePort && !before.isEmpty() ? port(before.values().iterator().next()) : next.port();
    try {
      bindMissing(next, port, after);
    } catch (Unavailable e) {
      // Its own old sockets may be in the way: 127.0.0.1:7432 is in that of 0.0.0.0:7432.
      if (!samePort || leaving.isEmpty()) {
        wire.counters().errors.increment();
        throw e;
      }
      bindInTheirPlace(next, port, after, leaving);
    }
    leaving.forEach(Listener::close);
    boolean moved = !after.equals(before);
    if (next.backlog() != settings.backlog()) {
      after.values().forEach(channel -> wire.transport().backlog(channel, next.backlog()));
    }
    settings = next;
    show(after);
    if (moved) {
      LOG.info("listener {}: listening on {}", name, String.join(", ", addresses));
    }
  }

  private void bindInTheirPlace(
      ListenerSettings next, int port, Map<String, ServerChannel> after, List<ServerChannel> old) {
    old.forEach(Listener::close);
    try {
      bindMissing(next, port, after);
    } catch (Unavailable e) {
      wire.counters().errors.increment();
      Map<String, ServerChannel> restored = new LinkedHashMap<>(listening);
      restored.values().removeAll(old);
      bindMissing(settings, port, restored);
      show(restored);
      throw e;
    }
  }

  private void show(Map<String, ServerChannel> now) {
    listening = now;
    addresses =
        now.values().stream()
            .map(channel -> Addresses.text((InetSocketAddress) channel.localAddress()))
            .toList();
  }

  private void bindMissing(ListenerSettings next, int wanted, Map<String, ServerChannel> bound) {
    List<String> fresh = new ArrayList<>();
    int port = wanted;
    for (String address : next.addresses()) {
      if (bound.containsKey(address)) {
        continue;
      }
      try {
        ServerChannel channel =
            wire.transport()
                .bind(
                    new InetSocketAddress(ListenerSettings.address(address), port),
                    next.backlog(),
                    next.reuseAddress(),
                    new Accept());
        bound.put(address, channel);
        fresh.add(address);
        port = port(channel);
      } catch (IOException e) {
        fresh.forEach(each -> close(bound.remove(each)));
        throw new Unavailable(
            "cannot listen on " + address + " port " + port + ": " + e.getMessage(), e);
      }
    }
  }

  private static int port(ServerChannel channel) {
    return ((InetSocketAddress) channel.localAddress()).getPort();
  }

  /** Closes after a moment in which those are accepted who are connected already. */
  private static void close(@Nullable Channel channel) {
    if (channel != null) {
      channel.eventLoop().schedule(() -> channel.close(), ACCEPT_MILLIS, TimeUnit.MILLISECONDS);
      channel.closeFuture().awaitUninterruptibly(5, TimeUnit.SECONDS);
    }
  }

  /** Accepts nobody any more. */
  void stop() {
    listening.values().forEach(Listener::close);
    show(Map.of());
  }

  private final class Accept extends ChannelInitializer<SocketChannel> {
    @Override
    protected void initChannel(SocketChannel socket) {
      wire.transport().keepAlive(socket, wire.settings().keepAliveSecs());
      LiveTls now = tls;
      Handshake handshake = now == null ? null : new Handshake(now, wire.computing());
      if (handshake != null) {
        socket.pipeline().addLast(handshake);
      }
      socket.pipeline().addLast(new Client(wire, Listener.this, socket, handshake));
    }

    @Override
    public boolean isSharable() {
      return true;
    }
  }

  /** Counts a client in, or says why it may not. */
  @Nullable String admit() {
    int most = settings.maxConnections();
    if (open.incrementAndGet() <= most) {
      return null;
    }
    open.decrementAndGet();
    return "too many connections: listener " + name + " allows max_connections " + most;
  }

  void left() {
    open.decrementAndGet();
  }

  /**
   * @param user whom the client has proved to be; null when it has not
   */
  SessionRequest sessionRequest(
      @Nullable String user, String clientAddress, String protocol, SessionOwner owner) {
    ListenerSettings now = settings;
    return new SessionRequest(
        user == null ? now.user() : user,
        now.database(),
        now.pool(),
        clientAddress,
        name,
        protocol,
        owner,
        now.priority(),
        now.attributes());
  }

  /** Somebody speaks TLS to a port that has none; said once in a while, since it may be a scan. */
  void tlsHello(@Nullable InetSocketAddress from) {
    long last = tlsLogged.get();
    long now = wire.nanoTime();
    if (now - last >= NANOS_BETWEEN_TLS_LOGS && tlsLogged.compareAndSet(last, now)) {
      LOG.info(
          "listener {}: a TLS hello from {}, but this port has no TLS", name, Addresses.text(from));
    }
  }
}
