package io.fairlead.graphql;

import static io.fairlead.graphql.TestHost.at;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import io.fairlead.graphql.spi.Sink;
import io.fairlead.kernel.error.Forbidden;
import io.fairlead.kernel.error.Unauthenticated;
import io.fairlead.kernel.error.Unavailable;
import java.io.IOException;
import java.net.Socket;
import java.net.http.WebSocketHandshakeException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import org.junit.After;
import org.junit.Before;
import org.junit.Test;

/** The rules of graphql-transport-ws, one after the other, over a real socket. */
public class SocketTest {

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
  public void aQueryIsAnsweredOnceAndCompletes() throws Exception {
    TestSocket socket = TestSocket.initialised(host);
    assertEquals("graphql-transport-ws", socket.protocol());
    socket.subscribe("q", "{item(id:7){small}}");
    socket.expect(
        "{\"id\":\"q\",\"payload\":{\"data\":{\"item\":{\"small\":1}}},\"type\":\"next\"}");
    assertEquals(Map.of("type", "complete", "id", "q"), socket.nextJson());
  }

  @Test
  public void severalSubscriptionsShareASocketAndEachEndsAlone() throws Exception {
    TestSocket socket = TestSocket.initialised(host);
    socket.subscribe("1", "subscription{events{small}}");
    Sink first = host.sample.sinks.take();
    socket.subscribe("2", "subscription{events{itemId}}");
    Sink second = host.sample.sinks.take();
    second.next(SampleFragment.ITEM);
    assertEquals("7", at(socket.nextJson(), "payload", "data", "events", "itemId"));
    first.next(SampleFragment.ITEM);
    assertEquals(1, at(socket.nextJson(), "payload", "data", "events", "small"));
    socket.send("{\"type\":\"complete\",\"id\":\"1\"}");
    TestHost.await("its source is closed", () -> host.sample.open.get() == 1);
    second.end();
    assertEquals(Map.of("type", "complete", "id", "2"), socket.nextJson());
    TestHost.await("it is no stream any more", () -> host.streams.size() == 0);
  }

  @Test
  public void aLostSocketClosesItsSources() throws Exception {
    TestSocket socket = TestSocket.initialised(host);
    socket.subscribe("1", "subscription{events{small}}");
    host.sample.sinks.take();
    socket.abort();
    TestHost.await("the source is closed", () -> host.sample.open.get() == 0);
    TestHost.await("it is no stream any more", () -> host.streams.size() == 0);
  }

  @Test
  public void credentialsMayComeInConnectionInit() throws Exception {
    for (String key : new String[] {"authorization", "Authorization"}) {
      TestSocket socket = new TestSocket(host, null, null);
      socket.send(init(key, KnownCaller.RIGHT));
      socket.expect("{\"type\":\"connection_ack\"}");
      TestSocket wrong = new TestSocket(host, null, null);
      wrong.send(init(key, KnownCaller.WRONG));
      wrong.expectClose(4403);
    }
    TestSocket none = new TestSocket(host, null, null);
    none.send("{\"type\":\"connection_init\"}");
    none.expectClose(4401);
  }

  @Test
  public void whoWaitsAtTheDoorHoldsUpNobodyInsideAndTooManyAreSentAway() throws Exception {
    CountDownLatch go = new CountDownLatch(1);
    host.access.onWrong =
        () -> {
          try {
            go.await();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        };
    List<TestSocket> waiting = new ArrayList<>();
    try {
      for (int i = 0; i < 36; i++) {
        TestSocket socket = new TestSocket(host, null, null);
        socket.send(init("Authorization", KnownCaller.WRONG));
        // Answered in order: the first message was taken up.
        socket.send("{\"type\":\"ping\"}");
        socket.expect("{\"type\":\"pong\"}");
        waiting.add(socket);
      }
      TestSocket tooMany = new TestSocket(host, null, null);
      tooMany.send(init("Authorization", KnownCaller.WRONG));
      tooMany.expectClose(1013);
      TestSocket token = new TestSocket(host, null, null);
      token.send(init("Authorization", KnownCaller.TOKEN));
      token.expect("{\"type\":\"connection_ack\"}");
      assertEquals(1, at(host.ask("{item(id:7){small}}"), "data", "item", "small"));
    } finally {
      go.countDown();
    }
    for (TestSocket socket : waiting) {
      socket.expectClose(4403);
    }
  }

  @Test
  public void wrongCredentialsOpenNoSocket() {
    assertEquals(401, refused(KnownCaller.WRONG, null));
  }

  @Test
  public void onlyOurOwnPagesOpenSockets() throws Exception {
    String own = host.uri("http", "").toString();
    assertTrue(new TestSocket(host, KnownCaller.RIGHT, own).protocol().startsWith("graphql"));
    assertEquals(403, refused(KnownCaller.RIGHT, "http://evil.example"));
    assertEquals(403, refused(KnownCaller.RIGHT, "http://127.0.0.1:1"));
    assertEquals(403, refused(KnownCaller.RIGHT, "null"));
  }

  @Test
  public void whoSaysNothingInTimeIsClosed() throws Exception {
    new TestSocket(host, KnownCaller.RIGHT, null).expectClose(4408);
  }

  @Test
  public void subscribeBeforeTheAcknowledgementIs4401() throws Exception {
    TestSocket socket = new TestSocket(host, KnownCaller.RIGHT, null);
    socket.subscribe("1", "{__typename}");
    socket.expectClose(4401);
  }

  @Test
  public void aSecondInitialisationIs4429() throws Exception {
    TestSocket socket = TestSocket.initialised(host);
    socket.send("{\"type\":\"connection_init\"}");
    socket.expectClose(4429);
  }

  @Test
  public void anIdThatIsInUseIs4409() throws Exception {
    TestSocket socket = TestSocket.initialised(host);
    socket.subscribe("1", "subscription{events{small}}");
    host.sample.sinks.take();
    socket.subscribe("1", "{__typename}");
    socket.expectClose(4409);
    TestHost.await("the source is closed", () -> host.sample.open.get() == 0);
  }

  @Test
  public void whatIsNoMessageIs4400() throws Exception {
    for (String text :
        new String[] {
          "x",
          "[]",
          "{}",
          "{\"type\":\"start\"}",
          "{\"type\":\"subscribe\",\"id\":1}",
          "{\"type\":\"subscribe\",\"id\":\"1\",\"payload\":{}}"
        }) {
      TestSocket socket = TestSocket.initialised(host);
      socket.send(text);
      socket.expectClose(4400);
    }
    TestSocket socket = TestSocket.initialised(host);
    socket.sendBinary();
    socket.expectClose(4400);
  }

  @Test
  public void aMessageThatIsTooLargeIs1009() throws Exception {
    TestSocket socket = TestSocket.initialised(host);
    socket.subscribe("1", " ".repeat(300_000));
    socket.expectClose(1009);
  }

  @Test
  public void pingIsAnsweredBeforeAndAfterTheAcknowledgement() throws Exception {
    TestSocket socket = new TestSocket(host, KnownCaller.RIGHT, null);
    socket.send("{\"type\":\"ping\"}");
    socket.expect("{\"type\":\"pong\"}");
    socket.send("{\"type\":\"connection_init\"}");
    socket.expect("{\"type\":\"connection_ack\"}");
    socket.send("{\"type\":\"pong\"}");
    socket.send("{\"type\":\"ping\",\"payload\":{\"n\":1}}");
    socket.expect("{\"payload\":{\"n\":1},\"type\":\"pong\"}");
  }

  @Test
  public void whatCannotRunIsAnErrorAndTheSocketLives() throws Exception {
    TestSocket socket = TestSocket.initialised(host);
    socket.subscribe("1", "{nothing}");
    Map<?, ?> error = socket.nextJson();
    assertEquals("error", error.get("type"));
    assertEquals("INVALID", at(error, "payload", 0, "extensions", "code"));
    socket.subscribe("1", "subscription{missing}");
    assertEquals("NOT_FOUND", at(socket.nextJson(), "payload", "errors", 0, "extensions", "code"));
    assertEquals(Map.of("type", "complete", "id", "1"), socket.nextJson());
  }

  @Test
  public void operationsOfASocketAreLimited() throws Exception {
    TestSocket socket = TestSocket.initialised(host);
    for (int i = 0; i < 50; i++) {
      socket.subscribe("s" + i, "subscription{events{small}}");
      host.sample.sinks.take();
    }
    socket.subscribe("more", "subscription{events{small}}");
    Map<?, ?> error = socket.nextJson();
    assertEquals("error", error.get("type"));
    assertEquals("EXHAUSTED", at(error, "payload", 0, "extensions", "code"));
    socket.send("{\"type\":\"complete\",\"id\":\"s0\"}");
    socket.subscribe("more", "{__typename}");
    assertEquals("next", socket.nextJson().get("type"));
  }

  @Test
  public void whenAccessGoesNothingMoreIsAllowed() throws Exception {
    TestSocket socket = TestSocket.initialised(host);
    host.doorway.leave(host.access);
    socket.subscribe("1", "mutation{change}");
    assertEquals(
        "UNAVAILABLE", at(socket.nextJson(), "payload", "errors", 0, "extensions", "code"));
    assertEquals(0, host.sample.changed.get());
  }

  @Test
  public void aSocketDoesNotOutliveTheLoginThatOpenedIt() throws Exception {
    TestSocket byHeader = TestSocket.initialised(host);
    byHeader.subscribe("1", "subscription{events{small}}");
    host.sample.sinks.take();
    TestSocket byMessage = new TestSocket(host, null, null);
    byMessage.send(init("Authorization", KnownCaller.TOKEN));
    byMessage.expect("{\"type\":\"connection_ack\"}");
    TestSocket unused = new TestSocket(host, KnownCaller.RIGHT, null);
    host.access.unconfirmed = new Unauthenticated("the login is over");
    for (TestSocket socket : List.of(byHeader, byMessage, unused)) {
      String last = socket.next();
      while (!last.startsWith("close ")) {
        assertTrue(last, last.contains("UNAUTHENTICATED") || last.contains("complete"));
        last = socket.next();
      }
      assertEquals("close 4401 Unauthorized: the login has ended", last);
    }
    TestHost.await("the source is closed", () -> host.sample.open.get() == 0);
  }

  @Test
  public void aMissingRoleOrAnAccessThatIsBeingReplacedClosesNoSocket() throws Exception {
    TestSocket socket = TestSocket.initialised(host);
    for (RuntimeException reason :
        List.of(
            new Forbidden("no role"),
            new Unavailable("not there"),
            new IllegalStateException("a fault"))) {
      host.access.unconfirmed = reason;
      int before = host.access.confirmed.get();
      TestHost.await("it was looked at", () -> host.access.confirmed.get() > before + 1);
      socket.send("{\"type\":\"ping\"}");
      socket.expect("{\"type\":\"pong\"}");
    }
  }

  @Test
  public void whoDoesNotAnswerACloseIsCutOff() throws Exception {
    try (Socket raw = new Socket("127.0.0.1", host.uri("http", "/").getPort())) {
      raw.setSoTimeout(20_000);
      raw.getOutputStream()
          .write(
              ("GET /graphql/ws HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\n"
                      + "Connection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
                      + "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n"
                      + "Sec-WebSocket-Protocol: graphql-transport-ws\r\nAuthorization: "
                      + KnownCaller.RIGHT
                      + "\r\n\r\n")
                  .getBytes(StandardCharsets.US_ASCII));
      host.access.unconfirmed = new Unauthenticated("the login is over");
      String all = new String(raw.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
      assertTrue(all, all.contains("Unauthorized: the login has ended"));
      byte[] pong = {(byte) 0x8A, (byte) 0x80, 0, 0, 0, 0};
      TestHost.await(
          "nobody reads what it goes on saying",
          () -> {
            try {
              raw.getOutputStream().write(pong);
              return false;
            } catch (IOException e) {
              return true;
            }
          });
    }
  }

  @Test
  public void silentStrangersTakeNobodysPlace() throws Exception {
    TestSocket known = TestSocket.initialised(host);
    List<TestSocket> silent = new ArrayList<>();
    for (int i = 0; i < 130; i++) { // 125 of one address, of 1000
      silent.add(new TestSocket(host, null, null));
    }
    TestSocket last = new TestSocket(host, null, null);
    last.send(init("Authorization", KnownCaller.TOKEN));
    last.expect("{\"type\":\"connection_ack\"}");
    for (TestSocket oldest : silent.subList(0, 6)) {
      String end = oldest.next();
      assertTrue(end, end.startsWith("error ") || end.startsWith("close 1006"));
    }
    silent.get(129).send("{\"type\":\"ping\"}");
    silent.get(129).expect("{\"type\":\"pong\"}");
    known.send("{\"type\":\"ping\"}");
    known.expect("{\"type\":\"pong\"}");
  }

  @Test
  public void whoIsKnownIsCountedApartFromStrangers() throws Exception {
    host.mostSockets = 2;
    TestSocket first = TestSocket.initialised(host);
    TestSocket second = new TestSocket(host, null, null);
    second.send(init("Authorization", KnownCaller.TOKEN));
    second.expect("{\"type\":\"connection_ack\"}");
    assertEquals(503, refused(KnownCaller.RIGHT, null));
    TestSocket third = new TestSocket(host, null, null);
    third.send(init("Authorization", KnownCaller.TOKEN));
    third.expectClose(1013);
    first.abort();
    TestHost.await(
        "a place is free",
        () -> {
          try {
            TestSocket next = new TestSocket(host, null, null);
            next.send(init("Authorization", KnownCaller.TOKEN));
            return next.next().contains("ack");
          } catch (InterruptedException e) {
            throw new IllegalStateException(e);
          }
        });
  }

  private int refused(String authorization, String origin) {
    CompletionException refusal =
        assertThrows(CompletionException.class, () -> new TestSocket(host, authorization, origin));
    return ((WebSocketHandshakeException) refusal.getCause()).getResponse().statusCode();
  }

  private static String init(String key, String value) {
    return "{\"type\":\"connection_init\",\"payload\":{\"" + key + "\":\"" + value + "\"}}";
  }
}
