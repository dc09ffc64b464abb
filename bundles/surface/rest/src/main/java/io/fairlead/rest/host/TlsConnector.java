package io.fairlead.rest.host;

import io.fairlead.kernel.tls.LiveTls;
import java.net.InetSocketAddress;
import java.util.function.Supplier;
import javax.net.ssl.SSLEngine;
import org.eclipse.jetty.http.HttpVersion;
import org.eclipse.jetty.io.ssl.SslHandshakeListener;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.NetworkConnectionLimit;
import org.eclipse.jetty.server.SecureRequestCustomizer;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.util.ssl.SslContextFactory;

/**
 * The port of HTTPS: the same HTTP as on the plain one, with engines of the TLS of now. It has a
 * cap of its own, so that a crowd out there leaves the plain port on loopback to whoever runs the
 * server.
 */
final class TlsConnector extends ServerConnector {

  /** A stream that says nothing for a while goes on when the port is another: longer than pings. */
  private static final long LEAVING_IDLE_MILLIS = 120_000;

  private final Supplier<ConnectionLimits> limits;
  private final NetworkConnectionLimit limit;
  private final AddressShare share;

  /**
   * @param plain what the plain port allows, to be the same here
   * @param tls asked for each connection
   */
  TlsConnector(
      Server server,
      HttpConfiguration plain,
      Supplier<LiveTls> tls,
      Supplier<ConnectionLimits> limits) {
    super(
        server,
        new SslConnectionFactory(new Engines(tls), HttpVersion.HTTP_1_1.asString()),
        new HttpConnectionFactory(secure(plain)));
    setAcceptedSendBufferSize(SlowReaders.SEND_BUFFER_BYTES);
    setShutdownIdleTimeout(LEAVING_IDLE_MILLIS);
    addBean(new Failures(tls));
    this.limits = limits;
    limit = new NetworkConnectionLimit(limits.get().most(), this);
    addBean(limit);
    share = new AddressShare(() -> limits.get().perAddress());
    addBean(share);
  }

  private static HttpConfiguration secure(HttpConfiguration plain) {
    HttpConfiguration configuration = new HttpConfiguration(plain);
    // Whether the name is the one that it asked for is the client's to check, and an address or
    // another name in front of this one is no fault.
    configuration.addCustomizer(new SecureRequestCustomizer(false));
    if (configuration.getCustomizer(Pipelining.class) == null) {
      configuration.addCustomizer(new Pipelining()); // the plain port may not have had its own yet
    }
    return configuration;
  }

  /**
   * To be called every second or so.
   *
   * @param now in nanoseconds
   */
  void look(long now) {
    limit.setMaxNetworkConnectionCount(limits.get().most());
    share.tell(now);
  }

  private static final class Engines extends SslContextFactory.Server {
    private final Supplier<LiveTls> tls;

    Engines(Supplier<LiveTls> tls) {
      this.tls = tls;
      setSslContext(tls.get().context());
      setRenegotiationAllowed(false);
    }

    @Override
    public SSLEngine newSSLEngine() {
      return tls.get().engine();
    }

    @Override
    public SSLEngine newSSLEngine(String host, int port) {
      return tls.get().engine();
    }

    @Override
    public SSLEngine newSSLEngine(InetSocketAddress address) {
      return tls.get().engine();
    }
  }

  private record Failures(Supplier<LiveTls> tls) implements SslHandshakeListener {
    @Override
    public void handshakeFailed(Event event, Throwable failure) {
      tls.get()
          .handshakeFailed(
              String.valueOf(event.getEndPoint().getRemoteSocketAddress()), failure.getMessage());
    }
  }
}
