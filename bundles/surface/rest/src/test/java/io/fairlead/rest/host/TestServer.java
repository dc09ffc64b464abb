package io.fairlead.rest.host;

import io.fairlead.http.AnsweredRequests;
import io.fairlead.http.Bodies;
import io.fairlead.http.spi.RequestListener;
import io.fairlead.kernel.access.Access;
import io.fairlead.kernel.audit.AuditEntry;
import io.fairlead.kernel.health.Readiness;
import io.fairlead.kernel.settings.SettingsValues;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.ee10.servlet.FilterHolder;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;

/** The host on a real HTTP server, with the resources that a test gives it. */
public final class TestServer implements AutoCloseable {

  public static final String BASIC = "Basic YWRtaW46c2VjcmV0";

  private final Server server = new Server();
  private final ServerConnector connector = new ServerConnector(server);
  private final ScheduledThreadPoolExecutor executor = new ScheduledThreadPoolExecutor(1);
  private final HttpClient client = HttpClient.newHttpClient();
  private final DoorComponent door;
  private final Applications applications;
  private final Host host = new Host();
  private final AskedAgain again = new AskedAgain();

  /** What was audited, in order. */
  public final List<AuditEntry> audited = new CopyOnWriteArrayList<>();

  final Switch present = new Switch(executor, () -> 1_000_000_000L, System::nanoTime);
  private final Bodies bodies =
      new Bodies((millis, work) -> executor.schedule(work, millis, TimeUnit.MILLISECONDS));
  volatile SettingsValues settings;
  volatile List<String> unready = List.of();
  volatile List<RequestListener> listeners = List.of();
  final List<String> counted = new CopyOnWriteArrayList<>();

  public TestServer(Access access, Map<String, String> settings, Object... resources)
      throws Exception {
    this.door = new DoorComponent(access);
    this.applications = new Applications(door::authorize, audited::add);
    this.settings = HostSettings.SCHEMA.read(settings);
    ServletContextHandler context = new ServletContextHandler("/");
    ServletHolder holder = new ServletHolder(host);
    holder.setAsyncSupported(true);
    context.addServlet(holder, "/api/v1/*");
    context.addServlet(new ServletHolder(new FallbackServlet(door, path -> false, again)), "/");
    context.addServlet(new ServletHolder(new HealthServlet(door, new Told())), "/health/*");
    FilterHolder filter =
        new FilterHolder(new SiteFilter(() -> this.settings, audited::add, again));
    filter.setAsyncSupported(true);
    context.addFilter(filter, "/*", EnumSet.of(DispatcherType.REQUEST));
    server.setHandler(context);
    connector.setHost("127.0.0.1");
    server.addConnector(connector);
    server.start();
    holder.initialize();
    serve(List.of(resources));
  }

  void serve(List<Object> resources) throws ServletException {
    present.to(Generation.of(() -> applications.of(resources), host));
  }

  public int port() {
    return connector.getLocalPort();
  }

  /** Headers come in pairs of name and value. */
  public HttpResponse<String> send(String method, String path, String body, String... headers)
      throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port() + path))
            .method(
                method,
                body == null
                    ? HttpRequest.BodyPublishers.noBody()
                    : HttpRequest.BodyPublishers.ofString(body));
    if (headers.length > 0) {
      request.headers(headers);
    }
    return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  /** With credentials, and JSON as the body's type when there is one. */
  public HttpResponse<String> call(String method, String path, String body) throws Exception {
    return body == null
        ? send(method, path, null, "Authorization", BASIC)
        : send(method, path, body, "Authorization", BASIC, "Content-Type", "application/json");
  }

  public HttpResponse<String> get(String path) throws Exception {
    return call("GET", path, null);
  }

  @Override
  public void close() throws Exception {
    server.stop();
    again.close();
    executor.shutdownNow();
  }

  private final class Host extends HttpServlet {
    private static final long serialVersionUID = 1L;

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response)
        throws ServletException, IOException {
      Requests requests = new Requests(door, present, () -> settings, audited::add, bodies);
      new RequestMeter(
              (surface, operation, status, nanos) ->
                  counted.add(surface + " " + operation + " " + status),
              new AnsweredRequests(RequestMeter.SURFACE, () -> listeners),
              System::nanoTime)
          .measure(request, response, requests::serve);
    }
  }

  private final class Told implements Readiness {
    @Override
    public boolean ready() {
      return unready.isEmpty();
    }

    @Override
    public List<String> unready() {
      return unready;
    }

    @Override
    public boolean serving() {
      return true;
    }
  }
}
