package io.fairlead.wire;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFactory;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelOption;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.ServerChannel;
import io.netty.channel.ServerChannelRecvByteBufAllocator;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollChannelOption;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.SocketProtocolFamily;
import io.netty.channel.socket.nio.NioChannelOption;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.unix.Socket;
import io.netty.util.concurrent.FastThreadLocalThread;
import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetSocketAddress;
import java.net.SocketOption;
import java.nio.channels.SocketChannel;
import java.nio.channels.spi.SelectorProvider;
import java.util.Optional;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The event loops: native epoll where it is there, the JDK's selector else. */
final class Transport implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Transport.class);

  private static final int ACCEPTED_AT_ONCE = 256;
  private static final long SECONDS_FOR_A_BIND = 10;
  private static final long SECONDS_FOR_THE_END = 5;

  private final boolean epoll;
  private final MultiThreadIoEventLoopGroup loops;

  /** The JDK's, found by name: its class is not one that every framework lets bundles see. */
  private final Optional<ChannelOption<Integer>> keepIdle;

  Transport(int threads, boolean nativeIfThere) {
    epoll = nativeIfThere && epollIsThere();
    IoHandlerFactory handlers = epoll ? EpollIoHandler.newFactory() : NioIoHandler.newFactory();
    keepIdle = epoll ? Optional.empty() : keepIdle();
    AtomicInteger number = new AtomicInteger();
    ThreadFactory threadFactory =
        task -> new FastThreadLocalThread(task, "fairlead-wire-loop-" + number.getAndIncrement());
    loops = new MultiThreadIoEventLoopGroup(threads, threadFactory, handlers);
  }

  private static boolean epollIsThere() {
    try {
      if (Epoll.isAvailable()) {
        return true;
      }
      LOG.info(
          "no native epoll, the JDK's selector serves: {}", reason(Epoll.unavailabilityCause()));
    } catch (LinkageError e) {
      LOG.info("no native epoll, the JDK's selector serves: {}", reason(e));
    }
    return false;
  }

  @SuppressWarnings("unchecked")
  private static Optional<ChannelOption<Integer>> keepIdle() {
    try (SocketChannel any = SocketChannel.open()) {
      return any.supportedOptions().stream()
          .filter(option -> option.name().equals("TCP_KEEPIDLE"))
          .findFirst()
          .map(option -> NioChannelOption.of((SocketOption<Integer>) option));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  MultiThreadIoEventLoopGroup loops() {
    return loops;
  }

  /** Binds and listens; waits for it, so it is not for event loops. */
  ServerChannel bind(
      InetSocketAddress address, int backlog, boolean reuseAddress, ChannelHandler forEachClient)
      throws IOException {
    ServerBootstrap bootstrap =
        new ServerBootstrap()
            .group(loops)
            .option(ChannelOption.SO_BACKLOG, backlog)
            .option(ChannelOption.SO_REUSEADDR, reuseAddress)
            .option(
                ChannelOption.RECVBUF_ALLOCATOR,
                new ServerChannelRecvByteBufAllocator().maxMessagesPerRead(ACCEPTED_AT_ONCE))
            .childOption(ChannelOption.SO_KEEPALIVE, true)
            .childOption(ChannelOption.TCP_NODELAY, true)
            .childOption(ChannelOption.ALLOW_HALF_CLOSURE, true)
            .childHandler(forEachClient);
    // The family said, or 0.0.0.0 would be all of IPv6 too.
    SocketProtocolFamily family =
        address.getAddress() instanceof Inet6Address
            ? SocketProtocolFamily.INET6
            : SocketProtocolFamily.INET;
    ChannelFactory<ServerChannel> channels =
        epoll
            ? () -> new EpollServerSocketChannel(family)
            : () -> new NioServerSocketChannel(SelectorProvider.provider(), family);
    bootstrap.channelFactory(channels);
    ChannelFuture bound = bootstrap.bind(address);
    if (!bound.awaitUninterruptibly(SECONDS_FOR_A_BIND, TimeUnit.SECONDS)) {
      throw new IOException("no answer to bind in " + SECONDS_FOR_A_BIND + " s");
    }
    if (!bound.isSuccess()) {
      throw new IOException(reason(bound.cause()), bound.cause());
    }
    return (ServerChannel) bound.channel();
  }

  /** The last words of a native error: {@code bind(..) failed with error(-98): Address in use}. */
  private static String reason(Throwable cause) {
    String text = String.valueOf(cause.getMessage());
    return text.substring(text.lastIndexOf(": ") < 0 ? 0 : text.lastIndexOf(": ") + 2);
  }

  /** A listening socket's backlog can change without another bind, but only natively. */
  void backlog(ServerChannel listening, int backlog) {
    if (listening instanceof EpollServerSocketChannel channel && channel.fd() instanceof Socket s) {
      try {
        s.listen(backlog);
      } catch (IOException e) {
        LOG.warn("backlog of {}: {}", channel.localAddress(), e.getMessage());
      }
    }
  }

  /** How long a socket is silent before the first keep-alive probe. */
  void keepAlive(Channel client, int seconds) {
    if (epoll) {
      client.config().setOption(EpollChannelOption.TCP_KEEPIDLE, seconds);
    } else {
      keepIdle.ifPresent(option -> client.config().setOption(option, seconds));
    }
  }

  @Override
  public void close() {
    loops
        .shutdownGracefully(0, SECONDS_FOR_THE_END, TimeUnit.SECONDS)
        .awaitUninterruptibly(SECONDS_FOR_THE_END, TimeUnit.SECONDS);
  }
}
