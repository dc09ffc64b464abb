package io.fairlead.itests;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.After;
import org.junit.Test;

/** Peers that are slow, or that ask for what is costly, stop nobody else. */
public class SlowPeersTest extends WithServer {

  private static final int SLOW = 200;
  private static final String ADMIN = "Authorization: " + Server.authorization();

  private final List<RawHttp> peers = new ArrayList<>();

  @After
  public void leave() throws IOException {
    for (RawHttp peer : peers) {
      peer.close();
    }
  }

  private RawHttp peer(String text) throws IOException {
    RawHttp peer = new RawHttp(server);
    peers.add(peer);
    return peer.write(text);
  }

  private static String head(String path, int length) {
    return "POST %s HTTP/1.1\r\nHost: localhost\r\n%s\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n"
        .formatted(path, ADMIN, length);
  }

  private static void limits(int bodySecs, int headSecs) {
    assertEquals(
        200,
        server
            .put(
                "/api/v1/http/config",
                "{\"body_timeout_secs\":%d,\"header_timeout_secs\":%d}"
                    .formatted(bodySecs, headSecs))
            .status());
    assertEquals(
        200,
        server
            .put("/api/v1/graphql/config", "{\"body_timeout_secs\":%d}".formatted(bodySecs))
            .status());
  }

  @Test
  public void twoHundredSlowUploadsOfEachKindAndAsManyHalfSentHeadsStopNobody() throws Exception {
    limits(300, 300);
    String query = "{\"query\":\"{about{version}}\"}";
    for (int i = 0; i < SLOW; i++) {
      peer(head("/api/v1/pools/none/pause", 2) + "{");
      peer(head("/graphql", query.length()) + query.charAt(0));
      peer(head("/api/v1/auth/login", 2).replace(ADMIN + "\r\n", "") + "{");
      peer("GET /api/v1/about HTTP/1.1\r\nHost: localhost\r\nX-Slow: ");
    }
    for (int i = 0; i < 20; i++) {
      assertEquals(200, RawHttp.ask(server, "GET", "/api/v1/about", null, ADMIN).status());
      assertEquals(200, RawHttp.ask(server, "PUT", "/api/v1/pools/main", "{}", ADMIN).status());
      assertEquals(200, RawHttp.ask(server, "POST", "/graphql", query, ADMIN).status());
      assertEquals(200, RawHttp.ask(server, "GET", "/health/ready", null).status());
    }
    for (RawHttp peer : peers) {
      assertFalse("each is still waited for", peer.isTold());
    }
    for (int i = 0; i < peers.size(); i += 4) {
      assertEquals("an unknown pool", 404, peers.get(i).write("}").reply().status());
      RawHttp.Reply reply = peers.get(i + 1).write(query.substring(1)).reply();
      assertTrue(reply.body(), reply.body().contains("version"));
      assertEquals("no name, no password", 422, peers.get(i + 2).write("}").reply().status());
      assertEquals(200, peers.get(i + 3).write("x\r\n" + ADMIN + "\r\n\r\n").reply().status());
    }
  }

  @Test
  public void moreSilentConnectionsThanThereMayBeKeepNobodyOfTheirHostOut() throws Exception {
    limits(300, 300);
    for (int i = 0; i < 1_050; i++) {
      peer("");
    }
    for (int i = 0; i < 20; i++) {
      assertEquals(200, RawHttp.ask(server, "GET", "/health/live", null).status());
      assertEquals(200, RawHttp.ask(server, "GET", "/api/v1/about", null, ADMIN).status());
    }
  }

  @Test
  public void whoIsTooSlowIsToldOrCutOff() throws Exception {
    limits(1, 1);
    assertEquals(408, peer(head("/api/v1/pools/none/pause", 2) + "{").reply().status());
    assertEquals(408, peer(head("/graphql", 2) + "{").reply().status());
    RawHttp half = peer("GET /api/v1/about HTTP/1.1\r\nHost: localhost\r\nX-Slow: ");
    Await.until("a half-sent head is cut off", Duration.ofSeconds(30), half::isTold);
    Await.until("who says nothing, too", Duration.ofSeconds(30), peer("")::isTold);
    RawHttp drip = peer(head("/graphql", 1_000_000));
    Await.until(
        "a body that drips",
        Duration.ofSeconds(30),
        () -> drip.isTold() || drip.write(" ").isTold());
    assertEquals(408, drip.reply().status());
  }

  @Test
  public void aFloodOfLoginsStarvesNobodyWhoIsIn() throws Exception {
    assertEquals(
        201,
        server
            .post(
                "/api/v1/users",
                "{\"name\":\"vera\",\"password\":\"vera's own\",\"roles\":[\"viewer\"]}")
            .status());
    assertEquals(
        201,
        server.post("/api/v1/users", "{\"name\":\"otto\",\"password\":\"otto's own\"}").status());
    // One user's fifty-first login ends that user's first: who floods is not who stays.
    assertEquals(
        201,
        server
            .post(
                "/api/v1/users",
                "{\"name\":\"rita\",\"password\":\"rita's own\",\"roles\":[\"viewer\"]}")
            .status());
    String right = "{\"username\":\"rita\",\"password\":\"rita's own\"}";
    RawHttp.Reply login =
        RawHttp.ask(
            server,
            "POST",
            "/api/v1/auth/login",
            "{\"username\":\"vera\",\"password\":\"vera's own\"}");
    assertEquals(login.body(), 200, login.status());
    String vera = "Authorization: Bearer " + login.json().get("token").asText();
    assertEquals(
        201,
        server
            .post(
                "/api/v1/users",
                "{\"name\":\"nina\",\"password\":\"nina's own\",\"roles\":[\"viewer\"]}")
            .status());
    String ninas = "{\"username\":\"nina\",\"password\":\"nina's own\"}";
    RawHttp.Reply nina = RawHttp.ask(server, "POST", "/api/v1/auth/login", ninas);
    assertEquals(nina.body(), 200, nina.status());
    String refresh = nina.json().get("refresh_token").asText();
    AtomicBoolean over = new AtomicBoolean();
    AtomicInteger logins = new AtomicInteger();
    ExecutorService flood = Executors.newFixedThreadPool(16);
    try {
      List<Future<?>> floods = new ArrayList<>();
      for (int i = 0; i < 16; i++) {
        int number = i;
        floods.add(flood.submit(() -> flood(number, right, over, logins)));
      }
      int calls = 0;
      while (logins.get() < 4_000 || calls < 200) {
        assertEquals(200, RawHttp.ask(server, "GET", "/api/v1/pools", null, vera).status());
        assertEquals(200, RawHttp.ask(server, "PUT", "/api/v1/pools/main", "{}", ADMIN).status());
        // Somebody familiar logs in and carries on, however many strangers wait.
        RawHttp.Reply again = RawHttp.ask(server, "POST", "/api/v1/auth/login", ninas);
        assertEquals(again.body(), 200, again.status());
        RawHttp.Reply next =
            RawHttp.ask(
                server, "POST", "/api/v1/auth/refresh", "{\"refresh_token\":\"" + refresh + "\"}");
        assertEquals(next.body(), 200, next.status());
        // The next round's: nina's newest login, as there are so many of hers at most.
        refresh = again.json().get("refresh_token").asText();
        calls++;
      }
      over.set(true);
      for (Future<?> each : floods) {
        each.get(60, TimeUnit.SECONDS);
      }
    } finally {
      over.set(true);
      flood.shutdownNow();
    }
  }

  /** Right ones, wrong ones of a user that there is, and of as many that there are not. */
  private static Void flood(int number, String right, AtomicBoolean over, AtomicInteger logins)
      throws IOException {
    try (RawHttp http = new RawHttp(server)) {
      for (int i = 0; !over.get(); i++) {
        String body =
            switch (i % 3) {
              case 0 -> right;
              case 1 -> "{\"username\":\"otto\",\"password\":\"guess %d\"}".formatted(i);
              default -> "{\"username\":\"u%d_%d\",\"password\":\"guess\"}".formatted(number, i);
            };
        int status = http.send("POST", "/api/v1/auth/login", body).reply().status();
        assertTrue("login: " + status, List.of(200, 401, 429, 503).contains(status));
        logins.incrementAndGet();
      }
    }
    return null;
  }
}
