package io.fairlead.rest.host;

import io.fairlead.kernel.error.Unavailable;
import io.fairlead.kernel.tls.LiveTls;
import io.fairlead.kernel.tls.TlsSettings;
import io.fairlead.kernel.tls.TlsView;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * HTTPS on an HTTP server, which may come and go: which certificate is shown, where it listens, and
 * that the plain port is not open to everybody. A change drops nobody: a new certificate is for new
 * connections, a new port is bound before the old one accepts no more.
 */
final class Https {

  private static final Logger LOG = LoggerFactory.getLogger(Https.class);

  private record Failure(String reason, Instant at) {}

  private final Path etc;
  private final InstantSource clock;
  private final Supplier<ConnectionLimits> limits;
  private final PlainPort plainPort = new PlainPort();
  private final List<TlsConnector> leaving = new ArrayList<>();
  private HttpsSettings settings = HttpsSettings.DEFAULTS;
  private final Map<Server, PlainPort> further = new LinkedHashMap<>();
  private @Nullable Server server;
  private @Nullable TlsConnector connector;
  private volatile @Nullable LiveTls tls;
  private volatile @Nullable Failure failure;
  private volatile @Nullable String missing;
  private volatile @Nullable String furtherRefusal;

  /**
   * @param etc where names of files in settings start from
   */
  Https(Path etc, InstantSource clock, Supplier<ConnectionLimits> limits) {
    this.etc = etc;
    this.clock = clock;
    this.limits = limits;
  }

  /**
   * Serves as these settings say. A port that is taken is tried again with each look.
   *
   * @throws Unavailable the certificate cannot be shown: all is as it was
   */
  synchronized void apply(HttpsSettings next) {
    tls = tlsOf(next.tls(), tls);
    settings = next;
    plainPort.allowRemote(next.allowPlaintextRemote());
    serve();
  }

  private @Nullable LiveTls tlsOf(Optional<TlsSettings> wanted, @Nullable LiveTls present) {
    if (present != null && wanted.filter(present.settings()::equals).isPresent()) {
      return present;
    }
    return wanted.map(files -> new LiveTls("https", files, etc, clock)).orElse(null);
  }

  /**
   * What the plain port is to bind when this host is set.
   *
   * @param host null for every address
   */
  @Nullable String plainHost(@Nullable String host) {
    return plainPort.bound(host);
  }

  /**
   * What the plain port of a further server is to bind when this host is set.
   *
   * @param pid whose setting it is
   * @param host null for every address
   */
  @Nullable String furtherPlainHost(String pid, @Nullable String host) {
    return plainPort.boundElsewhere(pid, host);
  }

  /** A server has come. The first has HTTPS; of others there is only the plain port to guard. */
  synchronized void attach(Server come) {
    if (server == null) {
      server = come;
    } else if (server != come && further.put(come, new PlainPort()) == null) {
      LOG.warn("https: a further HTTP server is served without TLS: HTTPS is on the first one");
    }
    serve();
  }

  /** It goes. */
  synchronized void detach(Server gone) {
    further.remove(gone);
    if (server == gone) {
      retire();
      leaving.forEach(each -> remove(gone, each));
      leaving.clear();
      plainPort.forget();
      server = null;
    }
    serve();
  }

  /** Serves no more. */
  synchronized void close() {
    further.clear();
    Server last = server;
    if (last != null) {
      detach(last);
    }
  }

  /** Looks after everything that changes by itself; to be called every second or so. */
  synchronized void look() {
    LiveTls present = tls;
    if (present != null) {
      present.look();
    }
    serve();
    Server here = server;
    if (here != null) {
      leaving.removeIf(each -> each.getConnectedEndPoints().isEmpty() && remove(here, each));
    }
    TlsConnector listening = connector;
    if (listening != null && present != null) {
      listening.look(System.nanoTime());
      cutSlowHandshakes(listening, present.settings().handshakeTimeout().toMillis());
    }
  }

  private void serve() {
    guardFurther();
    Server here = server;
    missing = here == null && tls != null ? "there is no HTTP server to serve it on" : null;
    if (here == null) {
      return;
    }
    plainPort.guard(here);
    if (tls == null) {
      retire();
      failure = null;
    } else if (!servesWhereItShould()) {
      bind(here);
    }
  }

  private void guardFurther() {
    further.forEach(
        (each, port) -> {
          port.allowRemote(settings.allowPlaintextRemote());
          port.guard(each);
        });
    furtherRefusal =
        further.values().stream()
            .flatMap(each -> each.refusal().stream())
            .findFirst()
            .map(refusal -> "a further server's " + refusal)
            .orElse(null);
  }

  private boolean servesWhereItShould() {
    TlsConnector present = connector;
    return present != null
        && present.getPort() == settings.port()
        && settings.address().equals(present.getHost());
  }

  private void bind(Server here) {
    TlsConnector made =
        new TlsConnector(
            here,
            plain(here).map(Https::configuration).orElseGet(HttpConfiguration::new),
            () -> Objects.requireNonNull(tls),
            limits);
    made.setHost(settings.address());
    made.setPort(settings.port());
    plain(here).ifPresent(like -> made.setIdleTimeout(like.getIdleTimeout()));
    try {
      here.addConnector(made);
      made.start();
    } catch (Exception e) {
      remove(here, made);
      cannotListen(e);
      return;
    }
    retire();
    connector = made;
    failure = null;
    LOG.info("https: listening on {} port {}", settings.address(), settings.port());
  }

  private void cannotListen(Exception e) {
    String cause =
        e instanceof IOException && e.getCause() != null
            ? e.getCause().getMessage()
            : e.getMessage();
    String reason =
        "cannot listen on " + settings.address() + " port " + settings.port() + ": " + cause;
    Failure before = failure;
    if (before == null || !before.reason().equals(reason)) {
      LOG.warn("https: {}", reason);
      failure = new Failure(reason, clock.instant());
    }
  }

  /** What is open stays until its answers are given. */
  private void retire() {
    TlsConnector old = connector;
    connector = null;
    if (old != null) {
      old.shutdown();
      leaving.add(old);
    }
  }

  private static boolean remove(Server here, TlsConnector gone) {
    try {
      gone.stop();
    } catch (Exception e) {
      LOG.warn("https: a port did not stop as it should: {}", e.getMessage());
    }
    here.removeConnector(gone);
    return true;
  }

  private static Optional<ServerConnector> plain(Server here) {
    return Arrays.stream(here.getConnectors())
        .filter(each -> each instanceof ServerConnector && !(each instanceof TlsConnector))
        .map(ServerConnector.class::cast)
        .findFirst();
  }

  private static HttpConfiguration configuration(ServerConnector like) {
    HttpConnectionFactory http = like.getConnectionFactory(HttpConnectionFactory.class);
    return http == null ? new HttpConfiguration() : http.getHttpConfiguration();
  }

  private void cutSlowHandshakes(TlsConnector listening, long mostMillis) {
    long now = clock.millis();
    for (EndPoint each : listening.getConnectedEndPoints()) {
      if (now - each.getCreatedTimeStamp() > mostMillis && HttpPeers.inHandshake(each)) {
        LiveTls present = tls;
        if (present != null) {
          present.handshakeFailed(
              String.valueOf(each.getRemoteSocketAddress()), "it was not done in time");
        }
        each.close();
      }
    }
  }

  /** Why it does not serve what it should; empty when it does. */
  Optional<String> unready() {
    Failure failed = failure;
    return plainPort
        .refusal()
        .or(() -> Optional.ofNullable(furtherRefusal))
        .or(() -> Optional.ofNullable(failed).map(Failure::reason).map("https: "::concat))
        .or(() -> Optional.ofNullable(missing).map("https: "::concat));
  }

  /** What is shown of it. */
  List<TlsView> endpoints() {
    LiveTls present = tls;
    Failure failed = failure;
    if (present == null) {
      return List.of();
    }
    TlsView view = present.view();
    return List.of(failed == null ? view : view.failed(failed.reason(), failed.at()));
  }
}
