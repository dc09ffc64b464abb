package io.fairlead.graphql;

import static io.fairlead.graphql.TestHost.at;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import io.fairlead.graphql.operation.EventBuffer;
import io.fairlead.graphql.spi.Sink;
import io.fairlead.kernel.error.Unavailable;
import java.io.InputStream;
import java.net.Socket;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.After;
import org.junit.Before;
import org.junit.Test;

/** Server-sent events, by the distinct connections mode of graphql-sse. */
public class EventStreamTest {

  private TestHost host;

  @Before
  public void start() throws Exception {
    host = new TestHost();
  }

  @After
  public void stop() throws Exception {
    host.close();
  }

  @Test
  public void aSubscriptionIsEventsUntilItCompletes() throws Exception {
    HttpResponse<Stream<String>> response = open("subscription{events{small}}");
    assertTrue(
        response.headers().firstValue("Content-Type").orElse("").startsWith("text/event-stream"));
    Iterator<String> lines = lines(response);
    Sink sink = host.sample.sinks.take();
    sink.next(SampleFragment.ITEM);
    assertEquals("event: next", lines.next());
    assertEquals("data: {\"data\":{\"events\":{\"small\":1}}}", lines.next());
    sink.next(SampleFragment.ITEM);
    sink.end();
    assertEquals("event: next", lines.next());
    lines.next();
    assertEquals("event: complete", lines.next());
    assertTrue(lines.next().startsWith("data:"));
    assertEquals("the answer ends", false, lines.hasNext());
    assertEquals(0, host.sample.open.get());
  }

  @Test
  public void aFailureIsOneErrorAndThenComplete() throws Exception {
    Iterator<String> unknown = lines(open("subscription{missing}"));
    assertEquals("event: next", unknown.next());
    assertTrue(unknown.next().contains("\"NOT_FOUND\""));
    assertEquals("event: complete", unknown.next());
    Iterator<String> later = lines(open("subscription{events{small}}"));
    host.sample.sinks.take().fail(new Unavailable("gone"));
    assertEquals("event: next", later.next());
    assertTrue(later.next().contains("\"UNAVAILABLE\""));
    assertEquals("event: complete", later.next());
  }

  @Test
  public void aQueryComesAsOneEventToWhoTakesOnlyEvents() throws Exception {
    Iterator<String> lines = lines(open("{item(id:7){small}}"));
    assertEquals("event: next", lines.next());
    assertEquals("data: {\"data\":{\"item\":{\"small\":1}}}", lines.next());
    assertEquals("event: complete", lines.next());
  }

  @Test
  public void aLiveValueComesAtOnceAndAgainWhenItDiffers() throws Exception {
    Iterator<String> lines = lines(open("subscription{liveItem{small}}"));
    assertEquals("event: next", lines.next());
    assertTrue(lines.next().contains("\"small\":1"));
    SampleFragment.Item was = SampleFragment.ITEM;
    host.sample.live =
        new SampleFragment.Item(
            "8", 2, 0, 0, true, was.at(), 0, 0, null, was.tags(), was.more(), null);
    assertEquals("event: next", lines.next());
    assertTrue(lines.next().contains("\"small\":2"));
  }

  @Test
  public void whatIsWrongBeforeItBeginsIsAnOrdinaryRefusal() throws Exception {
    HttpResponse<Stream<String>> response = open("subscription{nothing}");
    assertEquals(400, response.statusCode());
    assertTrue(response.body().toList().toString().contains("\"INVALID\""));
  }

  @Test
  public void aClientThatGoesClosesItsSource() throws Exception {
    try (Socket socket = raw("subscription{events{small}}")) {
      Sink sink = host.sample.sinks.take();
      socket.setSoLinger(true, 0);
      socket.close();
      TestHost.await(
          "the source is closed",
          () -> {
            sink.next(SampleFragment.ITEM);
            return host.sample.open.get() == 0;
          });
    }
    TestHost.await("it is no stream any more", () -> host.streams.size() == 0);
  }

  @Test
  public void aSlowClientLosesTheOldestAndIsToldHowMany() throws Exception {
    // Large values fill the sockets' buffers, then ours; what is lost and what comes are all.
    String tag = "x".repeat(200_000);
    int sent = 600;
    try (Socket socket = raw("subscription{events{itemId tags}}")) {
      Sink sink = host.sample.sinks.take();
      SampleFragment.Item item = SampleFragment.ITEM;
      for (int i = 0; i < sent; i++) {
        sink.next(
            new SampleFragment.Item(
                Integer.toString(i),
                0,
                0,
                0,
                true,
                item.at(),
                0,
                0,
                null,
                java.util.List.of(tag),
                item.more(),
                null));
      }
      sink.end();
      int came = 0;
      int dropped = 0;
      String last = "";
      Iterator<String> data = events(socket.getInputStream()).iterator();
      while (data.hasNext()) {
        Map<?, ?> answer = TestHost.JSON.readValue(data.next(), Map.class);
        came++;
        last = (String) at(answer, "data", "events", "itemId");
        if (answer.get("extensions") instanceof Map<?, ?> extensions) {
          dropped += (Integer) extensions.get("dropped");
        }
      }
      assertTrue("dropped " + dropped, dropped >= sent - EventBuffer.CAPACITY - 100);
      assertEquals(sent, came + dropped);
      assertEquals("the newest is kept", Integer.toString(sent - 1), last);
    }
  }

  private HttpResponse<Stream<String>> open(String query) throws Exception {
    return host.client.send(
        host.request("/graphql")
            .header("Content-Type", "application/json")
            .header("Accept", "text/event-stream")
            .POST(BodyPublishers.ofString("{\"query\":\"" + query + "\"}"))
            .build(),
        BodyHandlers.ofLines());
  }

  private static Iterator<String> lines(HttpResponse<Stream<String>> response) {
    assertEquals(200, response.statusCode());
    return response.body().filter(l -> !l.isEmpty() && !l.startsWith(":")).iterator();
  }

  /** A client that reads nothing by itself. */
  private Socket raw(String query) throws Exception {
    String body = "{\"query\":\"" + query + "\"}";
    Socket socket = new Socket("127.0.0.1", host.uri("http", "/").getPort());
    socket
        .getOutputStream()
        .write(
            ("POST /graphql HTTP/1.0\r\nHost: localhost\r\nAccept: text/event-stream\r\n"
                    + "Content-Type: application/json\r\nAuthorization: "
                    + KnownCaller.RIGHT
                    + "\r\nContent-Length: "
                    + body.length()
                    + "\r\n\r\n"
                    + body)
                .getBytes(StandardCharsets.UTF_8));
    return socket;
  }

  private static Stream<String> events(InputStream in) {
    return new java.io.BufferedReader(new java.io.InputStreamReader(in, StandardCharsets.UTF_8))
        .lines()
        .filter(l -> l.startsWith("data: {"))
        .map(l -> l.substring("data: ".length()));
  }
}
