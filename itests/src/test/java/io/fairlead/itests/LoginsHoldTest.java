package io.fairlead.itests;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.BeforeClass;
import org.junit.Test;

/** Users, roles and logins, from outside: what holds, what ends, and what a restart changes. */
public class LoginsHoldTest extends WithServer {

  private static final String CLOSED = "close 4401 Unauthorized: the login has ended";

  private static final String SUBSCRIPTION =
      "{\"query\":\"subscription{sessionEvent{type sessionId}}\"}";

  @BeforeClass
  public static void makeUsers() {
    user("vera", "viewer");
    user("otto", "operator");
  }

  private static void user(String name, String role) {
    Server.Answer made =
        server.post(
            "/api/v1/users",
            "{\"name\":\"%s\",\"password\":\"%s's own\",\"roles\":[\"%s\"]}"
                .formatted(name, name, role));
    assertEquals(made.body().toString(), 201, made.status());
  }

  private static JsonNode login(String name) {
    Server.Answer answer =
        server.call(
            "POST",
            "/api/v1/auth/login",
            "{\"username\":\"%s\",\"password\":\"%s's own\"}".formatted(name, name),
            Map.of("Authorization", ""));
    assertEquals(answer.body().toString(), 200, answer.status());
    return answer.body();
  }

  private static Map<String, String> bearer(JsonNode tokens) {
    return Map.of("Authorization", "Bearer " + tokens.get("token").asText());
  }

  private static int get(String path, JsonNode tokens) {
    return server.call("GET", path, null, bearer(tokens)).status();
  }

  @Test
  public void eachRoleMayWhatItMayOnBothSurfaces() {
    Map<String, String> viewer = bearer(login("vera"));
    Map<String, String> operator = bearer(login("otto"));
    String drain = "{\"query\":\"mutation{pausePool(poolId:\\\"none\\\"){poolId}}\"}";
    assertEquals(200, server.call("GET", "/api/v1/pools/main", null, viewer).status());
    assertEquals(403, server.call("POST", "/api/v1/pools/none/pause", null, viewer).status());
    assertEquals(404, server.call("POST", "/api/v1/pools/none/pause", null, operator).status());
    assertEquals(
        "FORBIDDEN",
        server
            .call("POST", "/graphql", drain, viewer)
            .body()
            .at("/errors/0/extensions/code")
            .asText());
    assertEquals(
        "NOT_FOUND",
        server
            .call("POST", "/graphql", drain, operator)
            .body()
            .at("/errors/0/extensions/code")
            .asText());
    assertEquals(403, server.call("PUT", "/api/v1/pools/main", "{}", operator).status());
    assertEquals(
        403,
        server
            .call("POST", "/api/v1/users", "{\"name\":\"x\",\"password\":\"12345678\"}", operator)
            .status());
  }

  @Test
  public void aRestartLogsNobodyOutAndALogoutHoldsOverIt() throws Exception {
    JsonNode stays = login("vera");
    JsonNode goes = login("vera");
    assertEquals(204, server.call("POST", "/api/v1/auth/logout", null, bearer(goes)).status());
    assertEquals(401, get("/api/v1/about", goes));
    server.kill();
    server.run();
    assertEquals(200, get("/api/v1/about", stays));
    assertEquals(401, get("/api/v1/about", goes));
    JsonNode who = server.call("GET", "/api/v1/auth/validate", null, bearer(stays)).body();
    assertEquals("vera", who.get("username").asText());
    assertEquals(stays.get("expires_at"), who.get("expires_at"));
    Path access = server.instance.resolve("data/access");
    for (String name : List.of("logins", "users")) {
      assertEquals(
          name,
          "rw-------",
          PosixFilePermissions.toString(Files.getPosixFilePermissions(access.resolve(name))));
      assertFalse(Files.readString(access.resolve(name)).contains(stays.get("token").asText()));
    }
  }

  @Test
  public void aRefreshTokenIsGoodOnce() {
    JsonNode first = login("vera");
    String body = "{\"refresh_token\":\"" + first.get("refresh_token").asText() + "\"}";
    Map<String, String> nobody = Map.of("Authorization", "");
    Server.Answer second = server.call("POST", "/api/v1/auth/refresh", body, nobody);
    assertEquals(200, second.status());
    assertEquals(200, get("/api/v1/about", second.body()));
    assertEquals(401, server.call("POST", "/api/v1/auth/refresh", body, nobody).status());
    assertEquals("a copy ends the login", 401, get("/api/v1/about", second.body()));
  }

  @Test
  public void aStreamEndsWithTheLoginOverEventsAndOverASocket() throws Exception {
    JsonNode tokens = login("vera");
    LinkedBlockingQueue<String> events = events(tokens);
    LinkedBlockingQueue<String> messages = new LinkedBlockingQueue<>();
    WebSocket socket = socket(tokens, messages);
    assertTrue(next(messages).contains("connection_ack"));
    socket
        .sendText("{\"type\":\"subscribe\",\"id\":\"1\",\"payload\":" + SUBSCRIPTION + "}", true)
        .join();
    server.call("POST", "/api/v1/auth/logout", null, bearer(tokens));
    until(events, "UNAUTHENTICATED");
    until(events, "end of stream");
    until(messages, CLOSED);
    assertTrue(socket.isInputClosed());
  }

  @Test
  public void aSocketThatAsksNothingEndsWithThePasswordOrTheUserThatOpenedIt() throws Exception {
    user("paula", "viewer");
    LinkedBlockingQueue<String> messages = new LinkedBlockingQueue<>();
    socket(login("paula"), messages);
    assertTrue(next(messages).contains("connection_ack"));
    assertEquals(
        204,
        server
            .put(
                "/api/v1/users/paula/password",
                "{\"current\":\"%s\",\"new\":\"paula's own\"}".formatted(Server.PASSWORD))
            .status());
    until(messages, CLOSED);
    socket(login("paula"), messages);
    assertTrue(next(messages).contains("connection_ack"));
    assertEquals(200, server.put("/api/v1/users/paula", "{\"enabled\":false}").status());
    until(messages, CLOSED);
  }

  @Test
  public void aStreamEndsWithTheRoleThatItNeeds() throws Exception {
    user("rita", "viewer");
    LinkedBlockingQueue<String> events = events(login("rita"));
    assertEquals(200, server.put("/api/v1/users/rita", "{\"roles\":[]}").status());
    until(events, "FORBIDDEN");
  }

  @Test
  public void nobodyGetsInWithoutAndOnlyLoginIsOpen() {
    for (String path :
        List.of(
            "/api/v1/about",
            "/api/v1/auth/validate",
            "/api/v1/auth/login/",
            "/api/v1/auth/login/../../about",
            "/api/v1//auth/login",
            "/api/v1/auth/login;x=1",
            "/api/v1/users")) {
      for (String method : List.of("GET", "POST")) {
        int status =
            server.send(method, path, method.equals("POST") ? "{}" : null, Map.of()).statusCode();
        assertTrue(method + " " + path + ": " + status, List.of(400, 401, 404).contains(status));
      }
    }
    assertEquals(
        "a token that only looks like one",
        401,
        server
            .send(
                "GET",
                "/api/v1/about",
                null,
                Map.of("Authorization", "Bearer 0123456789abcdef0123456789abcdef"))
            .statusCode());
  }

  private static LinkedBlockingQueue<String> events(JsonNode tokens) throws Exception {
    LinkedBlockingQueue<String> lines = new LinkedBlockingQueue<>();
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(server.base() + "/graphql"))
            .header("Content-Type", "application/json")
            .header("Accept", "text/event-stream")
            .POST(BodyPublishers.ofString(SUBSCRIPTION));
    bearer(tokens).forEach(request::header);
    var stream = server.http().send(request.build(), BodyHandlers.ofInputStream());
    assertEquals(200, stream.statusCode());
    Thread reader =
        new Thread(
            () -> {
              try (BufferedReader in =
                  new BufferedReader(
                      new InputStreamReader(stream.body(), StandardCharsets.UTF_8))) {
                in.lines().forEach(lines::add);
              } catch (Exception e) {
                lines.add("broken: " + e);
              }
              lines.add("end of stream");
            },
            "events-reader");
    reader.setDaemon(true);
    reader.start();
    return lines;
  }

  private static WebSocket socket(JsonNode tokens, LinkedBlockingQueue<String> messages) {
    WebSocket socket =
        server
            .http()
            .newWebSocketBuilder()
            .subprotocols("graphql-transport-ws")
            .connectTimeout(Duration.ofSeconds(10))
            .buildAsync(
                URI.create(server.base().replace("http", "ws") + "/graphql/ws"),
                new WebSocket.Listener() {
                  private final StringBuilder text = new StringBuilder();

                  @Override
                  public CompletionStage<?> onText(
                      WebSocket from, CharSequence part, boolean last) {
                    text.append(part);
                    if (last) {
                      messages.add(text.toString());
                      text.setLength(0);
                    }
                    from.request(1);
                    return CompletableFuture.completedFuture(null);
                  }

                  @Override
                  public CompletionStage<?> onClose(WebSocket from, int code, String reason) {
                    messages.add("close " + code + " " + reason);
                    return CompletableFuture.completedFuture(null);
                  }
                })
            .join();
    socket
        .sendText(
            "{\"type\":\"connection_init\",\"payload\":{\"Authorization\":\"Bearer "
                + tokens.get("token").asText()
                + "\"}}",
            true)
        .join();
    return socket;
  }

  private static String next(LinkedBlockingQueue<String> queue) throws InterruptedException {
    String next = queue.poll(20, TimeUnit.SECONDS);
    return next == null ? "nothing came in 20 s" : next;
  }

  private static void until(LinkedBlockingQueue<String> queue, String wanted)
      throws InterruptedException {
    StringBuilder seen = new StringBuilder();
    while (!seen.toString().contains(wanted)) {
      String next = queue.poll(20, TimeUnit.SECONDS);
      if (next == null) {
        throw new AssertionError("not seen: " + wanted + "; but " + seen);
      }
      seen.append(next).append('\n');
    }
  }
}
