package io.fairlead.graphql;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.Assert.assertEquals;

import io.fairlead.graphql.spi.Sink;
import io.fairlead.http.spi.AnsweredRequest;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.After;
import org.junit.Before;
import org.junit.Test;

/** Who listens is told of each request once, however its answer goes out. */
public class AnsweredRequestsTest {

  private static final String PARENT = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

  private final List<AnsweredRequest> heard = new CopyOnWriteArrayList<>();
  private TestHost host;

  @Before
  public void start() throws Exception {
    host = new TestHost();
    host.listeners = List.of(heard::add);
  }

  @After
  public void stop() throws Exception {
    host.close();
  }

  @Test
  public void aQueryIsNamedByWhatIsOfferedAndNeverByItsCaller() throws Exception {
    host.ask("query s3cret{x:item(id:7){small} item(id:8){small}}");
    told(1); // each is told when the client has its answer
    host.ask("{nowhere}");
    told(2);
    assertEquals(400, host.post("nonsense").statusCode());
    assertEquals(List.of("item 200", "none 200", "none 400"), told(3));
    assertEquals(Optional.of("/graphql"), heard.get(0).route());
    assertEquals("POST", heard.get(0).method());
  }

  @Test
  public void aStreamIsToldWhenItEndsWithItsParent() throws Exception {
    Thread client =
        new Thread(
            () -> {
              try {
                host.send(
                    host.request("/graphql")
                        .header("Content-Type", "application/json")
                        .header("Accept", "text/event-stream")
                        .header("traceparent", PARENT)
                        .POST(
                            BodyPublishers.ofString(
                                "{\"query\":\"subscription{events{small}}\"}")));
              } catch (Exception e) {
                throw new AssertionError(e);
              }
            });
    client.start();
    Sink sink = host.sample.sinks.take();
    assertEquals(List.of(), heard);
    sink.end();
    client.join();
    assertEquals(List.of("events 200"), told(1));
    assertEquals(Optional.of(PARENT), heard.get(0).traceparent());
  }

  @Test
  public void aBodyThatComesInPiecesIsOneRequest() throws Exception {
    URI uri = host.uri("http", "/graphql");
    String body = "{\"query\":\"{item(id:7){small}}\"}";
    String head =
        "POST /graphql HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nAuthorization: "
            + KnownCaller.RIGHT
            + "\r\ntraceparent: "
            + PARENT
            + "\r\nContent-Type: application/json\r\nContent-Length: "
            + body.length()
            + "\r\n\r\n";
    try (Socket socket = new Socket(uri.getHost(), uri.getPort())) {
      OutputStream out = socket.getOutputStream();
      out.write((head + body.substring(0, 5)).getBytes(UTF_8));
      out.flush();
      TestHost.await("the rest is awaited", () -> host.access.asked.get() > 0);
      out.write(body.substring(5).getBytes(UTF_8));
      out.flush();
      socket.getInputStream().readAllBytes();
    }
    assertEquals(List.of("item 200"), told(1));
    assertEquals(Optional.of(PARENT), heard.get(0).traceparent());
  }

  private List<String> told(int count) {
    TestHost.await("they are told: " + heard, () -> heard.size() >= count);
    return heard.stream().map(r -> r.operation() + " " + r.status()).toList();
  }
}
