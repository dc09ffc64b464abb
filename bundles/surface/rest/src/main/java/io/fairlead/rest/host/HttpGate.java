package io.fairlead.rest.host;

import io.fairlead.kernel.settings.SettingsValues;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.LocalConnector;
import org.eclipse.jetty.server.NetworkConnectionLimit;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.jspecify.annotations.Nullable;

/**
 * Limits the connections of an HTTP server: how many there are, how many of one address, how long
 * the head of a request may take, and how long an answer may wait for whoever asked; and words the
 * server's own refusals. It opens no port: it is a connector because that is how the server lets a
 * bundle in, and stands guard while it is started.
 */
final class HttpGate extends LocalConnector {

  private static final long LOOK_MS = 500;

  /** All threads may wait for peers that do not read: so long, and nobody else is answered. */
  private static final long LOOK_AT_ANSWERS_MS = 100;

  private final Supplier<SettingsValues> settings;
  private final ScheduledExecutorService executor;
  private final LongSupplier ticker;
  private final SlowHeads slowHeads = new SlowHeads();
  private final SlowReaders slowReaders;
  private final Pipelining pipelining = new Pipelining();
  private final List<HttpConfiguration> limited = new CopyOnWriteArrayList<>();
  private final AddressShare share = new AddressShare(() -> limits().perAddress());
  private volatile @Nullable NetworkConnectionLimit limit;
  private volatile Request.@Nullable Handler pagesBefore;
  private final List<ScheduledFuture<?>> looking = new ArrayList<>();

  /**
   * @param ticker nanoseconds
   */
  HttpGate(
      Server server,
      Supplier<SettingsValues> settings,
      ScheduledExecutorService executor,
      LongSupplier ticker) {
    super(server, null, null, null, 0, new HttpConnectionFactory());
    this.settings = settings;
    this.executor = executor;
    this.ticker = ticker;
    this.slowReaders = SlowReaders.of(server.getThreadPool());
  }

  @Override
  protected void doStart() throws Exception {
    super.doStart();
    pagesBefore = getServer().getErrorHandler();
    getServer().setErrorHandler(new ProblemPages());
    limit(getServer().getConnectors());
    every(LOOK_MS, this::look);
    every(LOOK_AT_ANSWERS_MS, this::lookAtAnswers);
  }

  @Override
  protected void doStop() throws Exception {
    looking.forEach(each -> each.cancel(false));
    looking.clear();
    limited.forEach(each -> each.removeCustomizer(pipelining));
    limited.clear();
    if (limit != null) {
      limit.stop();
    }
    getServer().setErrorHandler(pagesBefore);
    super.doStop();
  }

  private void every(long millis, Runnable task) {
    looking.add(executor.scheduleWithFixedDelay(task, millis, millis, TimeUnit.MILLISECONDS));
  }

  private void lookAtAnswers() {
    slowReaders.look(
        getServer().getConnectors(),
        ticker.getAsLong(),
        settings.get().seconds("write_timeout_secs").toMillis());
  }

  private void look() {
    Connector[] connectors = getServer().getConnectors();
    try {
      limit(connectors);
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
    long now = ticker.getAsLong();
    share.tell(now);
    slowHeads.look(connectors, now, settings.get().seconds("header_timeout_secs").toNanos());
  }

  /** The server's own connectors may come after this one. */
  private void limit(Connector[] connectors) throws Exception {
    if (limit != null) {
      limit.setMaxNetworkConnectionCount(limits().most());
      return;
    }
    List<ServerConnector> listening =
        Arrays.stream(connectors)
            .filter(ServerConnector.class::isInstance)
            .map(ServerConnector.class::cast)
            // It has a cap of its own.
            .filter(connector -> !(connector instanceof TlsConnector))
            .toList();
    if (!listening.isEmpty()) {
      NetworkConnectionLimit made =
          new NetworkConnectionLimit(limits().most(), listening.toArray(new ServerConnector[0]));
      made.start();
      // A connector that runs already has collected its listeners.
      for (ServerConnector connector : listening) {
        connector.getSelectorManager().addEventListener(made);
        connector.getSelectorManager().addEventListener(share);
        connector.addEventListener(share);
        connector.setAcceptedSendBufferSize(SlowReaders.SEND_BUFFER_BYTES);
        configuration(connector).ifPresent(this::limitPipelining);
      }
      limit = made;
    }
  }

  private static Optional<HttpConfiguration> configuration(ServerConnector connector) {
    return Optional.ofNullable(connector.getConnectionFactory(HttpConnectionFactory.class))
        .map(HttpConnectionFactory::getHttpConfiguration);
  }

  private void limitPipelining(HttpConfiguration http) {
    http.addCustomizer(pipelining);
    limited.add(http);
  }

  private ConnectionLimits limits() {
    return ConnectionLimits.of(settings.get());
  }
}
