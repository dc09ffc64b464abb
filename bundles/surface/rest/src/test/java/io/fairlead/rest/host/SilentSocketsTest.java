package io.fairlead.rest.host;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocket;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.eclipse.jetty.ee10.websocket.server.JettyWebSocketServlet;
import org.eclipse.jetty.ee10.websocket.server.JettyWebSocketServletFactory;
import org.eclipse.jetty.ee10.websocket.server.config.JettyWebSocketServletContainerInitializer;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.websocket.api.Callback;
import org.eclipse.jetty.websocket.api.Session;
import org.jspecify.annotations.Nullable;
import org.junit.After;
import org.junit.Before;
import org.junit.Test;

/** WebSockets that say nothing hold the places of connections no more than silent HTTP does. */
public class SilentSocketsTest {

  private final Server server = new Server();
  private final ServerConnector connector = new ServerConnector(server);
  private final ScheduledThreadPoolExecutor executor = new ScheduledThreadPoolExecutor(1);

  @Before
  public void start() throws Exception {
    ServletContextHandler context = new ServletContextHandler("/");
    JettyWebSocketServletContainerInitializer.configure(context, null);
    context.addServlet(new ServletHolder(new Echoing()), "/socket");
    server.setHandler(context);
    connector.setHost("127.0.0.1");
    server.addConnector(connector);
    server.start();
    Map<String, String> settings =
        Map.of("max_connections", "20", "max_connections_per_address_percent", "15"); // three
    HttpGate gate =
        new HttpGate(server, () -> HostSettings.SCHEMA.read(settings), executor, System::nanoTime);
    server.addConnector(gate);
    gate.start();
  }

  @After
  public void stop() throws Exception {
    server.stop();
    executor.shutdownNow();
  }

  @Test
  public void aSilentOneLeavesAndOneThatTalksStays() throws Exception {
    Told talking = new Told();
    WebSocket talks = open(talking);
    talks.sendText("hello", true).join();
    assertEquals("hello", talking.text.get(30, TimeUnit.SECONDS));
    Told silent = new Told();
    open(silent);
    try (Socket working = new Socket("127.0.0.1", connector.getLocalPort())) {
      HttpRequest request =
          HttpRequest.newBuilder(
                  URI.create("http://127.0.0.1:" + connector.getLocalPort() + "/none"))
              .build();
      // The oldest is the one that talks, the next the silent one.
      assertEquals(
          404, HttpClient.newHttpClient().send(request, BodyHandlers.ofString()).statusCode());
      silent.over.get(30, TimeUnit.SECONDS);
      assertTrue(working.isConnected());
    }
    talking.text = new CompletableFuture<>();
    talks.sendText("still here", true).join();
    assertEquals("still here", talking.text.get(30, TimeUnit.SECONDS));
  }

  private WebSocket open(Told listener) {
    URI uri = URI.create("ws://127.0.0.1:" + connector.getLocalPort() + "/socket");
    return HttpClient.newHttpClient().newWebSocketBuilder().buildAsync(uri, listener).join();
  }

  private static final class Told implements WebSocket.Listener {
    private volatile CompletableFuture<String> text = new CompletableFuture<>();
    private final CompletableFuture<Boolean> over = new CompletableFuture<>();

    @Override
    public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
      text.complete(data.toString());
      from.request(1);
      return null;
    }

    @Override
    public @Nullable CompletionStage<?> onClose(WebSocket from, int code, String reason) {
      over.complete(true);
      return null;
    }

    @Override
    public void onError(WebSocket from, Throwable error) {
      over.complete(true);
    }
  }

  private static final class Echoing extends JettyWebSocketServlet {
    private static final long serialVersionUID = 1L;

    @Override
    protected void configure(JettyWebSocketServletFactory factory) {
      factory.setCreator((request, response) -> new Echo());
    }
  }

  /** Jetty calls it by reflection. */
  public static final class Echo implements Session.Listener.AutoDemanding {
    private volatile @Nullable Session session;

    @Override
    public void onWebSocketOpen(Session opened) {
      session = opened;
    }

    @Override
    public void onWebSocketText(String text) {
      Session present = session;
      if (present != null) {
        present.sendText(text, Callback.NOOP);
      }
    }
  }
}
