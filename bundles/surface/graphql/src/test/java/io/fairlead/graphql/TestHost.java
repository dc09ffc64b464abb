package io.fairlead.graphql;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.fairlead.graphql.execution.Engine;
import io.fairlead.graphql.execution.Operations;
import io.fairlead.graphql.http.HttpOperations;
import io.fairlead.graphql.operation.Doorway;
import io.fairlead.graphql.operation.FieldMeter;
import io.fairlead.graphql.operation.Limits;
import io.fairlead.graphql.operation.Streams;
import io.fairlead.graphql.operation.Threads;
import io.fairlead.graphql.schema.FragmentRegistry;
import io.fairlead.graphql.socket.Sockets;
import io.fairlead.graphql.spi.GraphqlFragment;
import io.fairlead.http.AnsweredRequests;
import io.fairlead.http.spi.RequestListener;
import io.fairlead.kernel.audit.AuditEntry;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BooleanSupplier;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.eclipse.jetty.ee10.websocket.server.config.JettyWebSocketServletContainerInitializer;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;

/** The host's servlets in a real Jetty on a free port of the loopback, without a framework. */
final class TestHost implements AutoCloseable {

  static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  final List<AuditEntry> audited = new CopyOnWriteArrayList<>();
  final Threads threads = new Threads();
  final Streams streams = new Streams(threads, () -> 1_000);
  final Doorway doorway = new Doorway(audited::add);
  final FragmentRegistry registry = new FragmentRegistry(streams, threads, 0, System::nanoTime);
  final KnownCaller access = new KnownCaller();
  final SampleFragment sample = new SampleFragment();
  final CountedOperations counted = new CountedOperations();
  final HttpClient client = HttpClient.newHttpClient();
  private final Sockets sockets;
  private final Server server = new Server();
  private final ServerConnector connector = new ServerConnector(server);

  volatile List<RequestListener> listeners = List.of();

  volatile int mostSockets = Limits.DEFAULTS.sockets();

  private Limits limits() {
    return Limits.of(Limits.SCHEMA.read(Map.of("max_sockets", "" + mostSockets)));
  }

  TestHost() throws Exception {
    doorway.ask(access);
    FieldMeter meter = new FieldMeter(counted, System::nanoTime);
    Operations operations =
        new Operations(
            new Engine(registry::snapshot, Limits.DEFAULTS::query),
            doorway,
            threads,
            meter,
            Limits.DEFAULTS::operationTimeout);
    sockets = new Sockets(doorway, operations, threads, this::limits);
    connector.setHost("127.0.0.1");
    server.addConnector(connector);
    ServletContextHandler context = new ServletContextHandler();
    JettyWebSocketServletContainerInitializer.configure(context, null);
    ServletHolder http =
        new ServletHolder(
            new GraphqlServlet(
                new HttpOperations(
                    doorway,
                    operations,
                    threads,
                    meter,
                    () -> Limits.DEFAULTS,
                    new AnsweredRequests(FieldMeter.SURFACE, () -> listeners),
                    System::nanoTime)));
    http.setAsyncSupported(true);
    context.addServlet(http, "/graphql");
    context.addServlet(new ServletHolder(new GraphqlSocketServlet(sockets)), "/graphql/ws");
    server.setHandler(context);
    server.start();
    offer(1, sample);
  }

  void offer(long id, GraphqlFragment fragment) {
    registry.add(id, 0, "test", () -> fragment);
    registry.apply();
  }

  void withdraw(long id) {
    registry.remove(id);
    registry.apply();
  }

  URI uri(String scheme, String path) {
    return URI.create(scheme + "://127.0.0.1:" + connector.getLocalPort() + path);
  }

  HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(uri("http", path))
        .header("Authorization", KnownCaller.RIGHT)
        .timeout(PATIENCE);
  }

  HttpResponse<String> post(String body) throws Exception {
    return send(
        request("/graphql")
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(body)));
  }

  HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
    return client.send(request.build(), BodyHandlers.ofString());
  }

  /** The answer to a query that comes with status 200. */
  Map<?, ?> ask(String query) throws Exception {
    HttpResponse<String> response = post(JSON.writeValueAsString(Map.of("query", query)));
    if (response.statusCode() != 200) {
      throw new AssertionError(response.statusCode() + " " + response.body());
    }
    return JSON.readValue(response.body(), Map.class);
  }

  /** Walks down an answer: names of fields, or numbers of list entries. */
  static Object at(Object json, Object... path) {
    Object here = json;
    for (Object step : path) {
      here =
          step instanceof Integer index
              ? ((java.util.List<?>) here).get(index)
              : ((Map<?, ?>) here).get(step);
    }
    return here;
  }

  /** Waits for a condition; fails after a while. */
  static void await(String what, BooleanSupplier condition) {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > end) {
        throw new AssertionError("waited in vain: " + what);
      }
      java.util.concurrent.locks.LockSupport.parkNanos(2_000_000);
    }
  }

  @Override
  public void close() throws Exception {
    streams.endIf(owner -> true);
    sockets.close();
    server.stop();
    threads.close();
  }
}
