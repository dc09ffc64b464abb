package io.fairlead.rest.host;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fairlead.http.spi.AnsweredRequest;
import io.swagger.v3.oas.annotations.Operation;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;
import org.junit.After;
import org.junit.Before;
import org.junit.Test;

public class RequestsTest {

  private final KnownAdmin access = new KnownAdmin();
  private final EchoResource echo = new EchoResource();
  private TestServer server;

  @Before
  public void start() throws Exception {
    server = new TestServer(access, Map.of("max_body_bytes", "1000"), echo);
  }

  @After
  public void stop() throws Exception {
    server.close();
  }

  @Test
  public void recordsAreSnakeCaseWithTimesInUtcAndNulls() throws Exception {
    HttpResponse<String> response = server.get("/api/v1/echo");
    assertEquals(200, response.statusCode());
    assertEquals(
        "{\"some_text\":\"text\",\"created_at\":\"1970-01-01T00:00:01Z\",\"nothing_here\":null}",
        response.body());
    assertEquals("application/json", response.headers().firstValue("content-type").orElse(""));
  }

  @Test
  public void onlyALogoutLetsSomebodyInWhoseLoginIsOverAlready() throws Exception {
    String[] who = {"Authorization", TestServer.BASIC};
    server.send("GET", "/api/v1/auth/logout", null, who);
    server.send("POST", "/api/v1/auth/logout/", "", who);
    server.send("POST", "/api/v1/echo", "", who);
    assertEquals(0, access.leaving.get());
    server.send("POST", "/api/v1/auth/logout", "", who);
    assertEquals(1, access.leaving.get());
  }

  @Test
  public void requestsCountByOperationAndNeverByPath() throws Exception {
    server.get("/api/v1/echo");
    awaitSize(server.counted, 1); // each is counted after the client has its answer
    server.get("/api/v1/echo/fail/conflict");
    awaitSize(server.counted, 2);
    server.get("/api/v1/none/such");
    awaitSize(server.counted, 3);
    server.send("GET", "/api/v1/echo", null);
    awaitSize(server.counted, 4);
    assertEquals(
        List.of("rest echo 200", "rest fail 409", "rest none 404", "rest none 401"),
        server.counted);
  }

  @Test
  public void whoListensIsToldOfEachAnswerByItsRoute() throws Exception {
    List<AnsweredRequest> heard = new CopyOnWriteArrayList<>();
    server.listeners = List.of(heard::add);
    server.get("/api/v1/echo/fail/conflict?key=s3cret");
    awaitSize(heard, 1); // each is told when the client has its answer
    server.get("/api/v1/none/such");
    awaitSize(heard, 2);
    server.listeners =
        List.of(
            request -> {
              throw new IllegalStateException("wrong");
            });
    assertEquals(200, server.get("/api/v1/echo").statusCode());
    assertEquals(
        List.of(
            "rest fail GET http /api/v1/echo/fail/conflict Optional[/api/v1/echo/fail/{how}] 409",
            "rest none GET http /api/v1/none/such Optional.empty 404"),
        heard.stream()
            .map(
                r ->
                    String.join(
                        " ",
                        r.surface(),
                        r.operation(),
                        r.method(),
                        r.scheme(),
                        r.path(),
                        r.route().toString(),
                        String.valueOf(r.status())))
            .toList());
    assertTrue(heard.get(0).nanos() > 0);
    assertEquals("127.0.0.1", heard.get(0).clientAddress());
    assertEquals(Optional.empty(), heard.get(0).traceparent());
  }

  @Path("/")
  public static final class AtTheRoot {
    @GET
    @Path("/here/{name: [a-z]+}/")
    @Operation(operationId = "here")
    public String here(@PathParam("name") String name) {
      return name;
    }
  }

  @Test
  public void aRouteHasOneSlashBetweenItsParts() throws Exception {
    try (TestServer rooted = new TestServer(access, Map.of(), new AtTheRoot())) {
      List<AnsweredRequest> heard = new CopyOnWriteArrayList<>();
      rooted.listeners = List.of(heard::add);
      assertEquals(200, rooted.get("/api/v1/here/x").statusCode());
      awaitSize(heard, 1);
      assertEquals(Optional.of("/api/v1/here/{name}"), heard.get(0).route());
    }
  }

  @Test
  public void everyAnswerIsClosedToBrowsers() throws Exception {
    for (String path : List.of("/api/v1/echo", "/api/v1/none", "/none")) {
      HttpResponse<String> response = server.get(path);
      assertEquals("nosniff", response.headers().firstValue("x-content-type-options").orElse(""));
      assertEquals("no-store", response.headers().firstValue("cache-control").orElse(""));
      assertTrue(
          response.headers().map().keySet().stream()
              .noneMatch(h -> h.toLowerCase().startsWith("access-control")));
    }
  }

  @Test
  public void nobodyUnknownGetsAnAnswer() throws Exception {
    for (String path : List.of("/api/v1/echo", "/api/v1/none", "/api/v1", "/", "/api/v2/echo")) {
      HttpResponse<String> response = server.send("GET", path, null);
      assertProblem(response, 401, "UNAUTHENTICATED");
      assertEquals(
          "Basic realm=\"Fairlead\", charset=\"UTF-8\"",
          response.headers().firstValue("www-authenticate").orElse(""));
    }
    assertProblem(
        server.send(
            "PUT", "/api/v1/echo", "{}", "Authorization", "Basic eA==", "Content-Type", "a/b"),
        401,
        "UNAUTHENTICATED");
    assertEquals(0, echo.writes.get());
    assertEquals(List.of(), access.operations);
  }

  @Test
  public void whoGivesTwoCredentialsIsNotKnown() throws Exception {
    assertProblem(
        server.send(
            "GET",
            "/api/v1/echo",
            null,
            "Authorization",
            TestServer.BASIC,
            "Authorization",
            TestServer.BASIC),
        401,
        "UNAUTHENTICATED");
  }

  @Test
  public void withoutAccessTheDoorStaysShut() throws Exception {
    try (TestServer shut = new TestServer(null, Map.of(), echo)) {
      HttpResponse<String> response = shut.get("/api/v1/echo");
      assertProblem(response, 503, "UNAVAILABLE");
      assertEquals("1", response.headers().firstValue("retry-after").orElse(""));
    }
  }

  @Test
  public void everyOperationIsAskedForByItsId() throws Exception {
    assertEquals(200, server.get("/api/v1/echo").statusCode());
    access.forbidden = "updateEcho";
    JsonNode problem = assertProblem(server.call("PUT", "/api/v1/echo", "{}"), 403, "FORBIDDEN");
    assertEquals("updateEcho: needs the role admin", problem.get("detail").asText());
    assertEquals(List.of("echo", "updateEcho"), access.operations);
    assertEquals(0, echo.writes.get());
  }

  @Test
  public void preflightIsAnsweredWithoutAllowingAnything() throws Exception {
    HttpResponse<String> response =
        server.send(
            "OPTIONS",
            "/api/v1/echo",
            null,
            "Origin",
            "http://example.org",
            "Access-Control-Request-Method",
            "PUT");
    assertEquals(204, response.statusCode());
    assertTrue(response.headers().firstValue("access-control-allow-origin").isEmpty());
    assertEquals(401, server.send("OPTIONS", "/api/v1/echo", null).statusCode());
    HttpResponse<String> options = server.call("OPTIONS", "/api/v1/echo", null);
    assertEquals(200, options.statusCode());
    assertTrue(options.headers().firstValue("allow").orElse("").contains("PUT"));
    assertEquals(200, server.call("HEAD", "/api/v1/echo", null).statusCode());
    assertEquals(List.of("echo"), access.operations);
  }

  @Test
  public void pagesOfOtherSitesChangeNothing() throws Exception {
    for (String origin : List.of("http://evil.example", "null", "http://127.0.0.1:1")) {
      assertProblem(
          server.send(
              "PUT", "/api/v1/echo", null, "Authorization", TestServer.BASIC, "Origin", origin),
          403,
          "FORBIDDEN");
    }
    assertProblem(
        server.send(
            "DELETE",
            "/api/v1/echo",
            null,
            "Authorization",
            TestServer.BASIC,
            "Sec-Fetch-Site",
            "cross-site"),
        403,
        "FORBIDDEN");
    assertEquals(0, echo.writes.get());
    assertEquals(
        200,
        server
            .send(
                "PUT",
                "/api/v1/echo",
                null,
                "Authorization",
                TestServer.BASIC,
                "Origin",
                "http://127.0.0.1:" + server.port(),
                "Sec-Fetch-Site",
                "same-origin")
            .statusCode());
  }

  @Test
  public void forAPageOfAnotherSiteAPasswordIsNobodys() throws Exception {
    assertProblem(
        server.send(
            "GET",
            "/api/v1/echo",
            null,
            "Authorization",
            TestServer.BASIC,
            "Origin",
            "https://console.example.org"),
        401,
        "UNAUTHENTICATED");
  }

  @Test
  public void kindsOfFailureHaveTheirStatus() throws Exception {
    assertProblem(server.get("/api/v1/echo/fail/notfound"), 404, "NOT_FOUND");
    assertProblem(server.get("/api/v1/echo/fail/conflict"), 409, "CONFLICT");
    assertProblem(server.get("/api/v1/echo/fail/stale"), 412, "STALE");
    HttpResponse<String> unavailable = server.get("/api/v1/echo/fail/unavailable");
    assertProblem(unavailable, 503, "UNAVAILABLE");
    assertEquals("2", unavailable.headers().firstValue("retry-after").orElse(""));
    assertProblem(server.get("/api/v1/echo/fail/exhausted"), 503, "EXHAUSTED");
    JsonNode invalid = assertProblem(server.get("/api/v1/echo/fail/invalid"), 422, "INVALID");
    assertEquals(
        "[{\"field\":\"a\",\"value\":\"0\",\"expectation\":\">= 1\"},"
            + "{\"field\":\"b\",\"value\":\"x\",\"expectation\":\"a number\"}]",
        invalid.get("errors").toString());
  }

  @Test
  public void whatNobodyForesawTellsNoSecret() throws Exception {
    HttpResponse<String> response = server.get("/api/v1/echo/fail/otherwise");
    assertProblem(response, 500, "INTERNAL");
    assertFalse(response.body(), response.body().contains("secret"));
    assertFalse(response.body(), response.body().contains("Exception"));
    assertFalse(response.body(), response.body().contains("io.fairlead"));
  }

  @Test
  public void httpsOwnRefusalsAreProblems() throws Exception {
    assertProblem(server.get("/api/v1/none"), 404, "NOT_FOUND");
    assertProblem(server.get("/none"), 404, "NOT_FOUND");
    HttpResponse<String> method = server.call("POST", "/api/v1/echo", "{}");
    assertProblem(method, 405, "METHOD_NOT_ALLOWED");
    assertTrue(method.headers().firstValue("allow").orElse("").contains("PUT"));
    assertProblem(
        server.send(
            "GET", "/api/v1/echo", null, "Authorization", TestServer.BASIC, "Accept", "text/html"),
        406,
        "NOT_ACCEPTABLE");
  }

  /** Else the client sends its next request on a connection that is being closed. */
  @Test
  public void whatIsRefusedUnreadSaysThatItsConnectionCloses() throws Exception {
    for (HttpResponse<String> refused :
        List.of(
            server.send("PUT", "/api/v1/echo", "{}"),
            server.send(
                "PUT",
                "/api/v1/echo",
                "{}",
                "Authorization",
                TestServer.BASIC,
                "Content-Type",
                "text/plain"))) {
      assertEquals("close", refused.headers().firstValue("connection").orElse("kept"));
    }
    HttpResponse<String> read = server.call("PUT", "/api/v1/echo", "{}");
    assertTrue(read.headers().firstValue("connection").isEmpty());
  }

  @Test
  public void bodyHasToBeDeclaredAsJson() throws Exception {
    for (String type :
        List.of(
            "text/plain",
            "application/x-www-form-urlencoded",
            "application/json; charset=utf-16")) {
      assertProblem(
          server.send(
              "PUT", "/api/v1/echo", "{}", "Authorization", TestServer.BASIC, "Content-Type", type),
          415,
          "UNSUPPORTED_MEDIA_TYPE");
    }
    assertProblem(
        server.send("PUT", "/api/v1/echo", "{}", "Authorization", TestServer.BASIC),
        415,
        "UNSUPPORTED_MEDIA_TYPE");
    assertEquals(0, echo.writes.get());
    assertEquals(
        200,
        server
            .send(
                "PUT",
                "/api/v1/echo",
                "{}",
                "Authorization",
                TestServer.BASIC,
                "Content-Type",
                "Application/JSON; charset=\"UTF-8\"")
            .statusCode());
  }

  @Test
  public void noBodyCountsAsNoFields() throws Exception {
    HttpResponse<String> response =
        server.send("PUT", "/api/v1/echo", null, "Authorization", TestServer.BASIC);
    assertEquals(200, response.statusCode());
    assertEquals("{}", response.body());
  }

  @Test
  public void whatIsNoJsonIsRefused() throws Exception {
    for (String body :
        List.of(
            "{",
            "{\"a\":1} x",
            "{\"a\":1}{}",
            "{\"a\":1,\"a\":2}",
            "{\"a\":NaN}",
            "{'a':1}",
            "{\"a\":1,}",
            "{\"a\":" + "[".repeat(40) + "]".repeat(40) + "}")) {
      assertProblem(server.call("PUT", "/api/v1/echo", body), 400, "NOT_JSON");
    }
    for (String body : List.of("[]", "null", "1", "\"text\"")) {
      assertProblem(server.call("PUT", "/api/v1/echo", body), 422, "INVALID");
    }
    assertEquals(0, echo.writes.get());
  }

  @Test
  public void bodyOverTheLimitIsRefused() throws Exception {
    String most = "{\"a\":\"" + "x".repeat(1_000 - 8) + "\"}";
    assertEquals(200, server.call("PUT", "/api/v1/echo", most).statusCode());
    assertProblem(server.call("PUT", "/api/v1/echo", most + " "), 413, "TOO_LARGE");
  }

  @Test
  public void bodyOverTheLimitIsRefusedThoughItDoesNotSaySo() throws Exception {
    try (Socket client = new Socket("127.0.0.1", server.port())) {
      client.setSoTimeout(30_000);
      client
          .getOutputStream()
          .write((head() + "Transfer-Encoding: chunked\r\n\r\n").getBytes(US_ASCII));
      String chunk = "100\r\n" + " ".repeat(256) + "\r\n";
      client.getOutputStream().write(chunk.repeat(5).getBytes(US_ASCII));
      assertTrue(firstLine(client).startsWith("HTTP/1.1 413 "));
    }
    assertEquals(0, echo.writes.get());
  }

  @Test
  public void bodyThatDripsIsRefused() throws Exception {
    server.settings = HostSettings.SCHEMA.read(Map.of("body_timeout_secs", "1"));
    try (Socket client = new Socket("127.0.0.1", server.port())) {
      client.setSoTimeout(30_000);
      client.getOutputStream().write((head() + "Content-Length: 500\r\n\r\n").getBytes(US_ASCII));
      while (client.getInputStream().available() == 0) {
        client.getOutputStream().write(' ');
        LockSupport.parkNanos(20_000_000);
      }
      assertTrue(firstLine(client).startsWith("HTTP/1.1 408 "));
    }
    assertEquals(0, echo.writes.get());
  }

  private static String head() {
    return "PUT /api/v1/echo HTTP/1.1\r\n"
        + "Host: localhost\r\n"
        + "Content-Type: application/json\r\n"
        + "Authorization: "
        + TestServer.BASIC
        + "\r\n";
  }

  private static String firstLine(Socket client) throws IOException {
    return new BufferedReader(new InputStreamReader(client.getInputStream(), US_ASCII)).readLine();
  }

  @Test
  public void healthIsToldToAllAndWhatIsLackingToWhoMayLook() throws Exception {
    assertEquals("{\"status\":\"live\"}", server.send("GET", "/health/live", null).body());
    HttpResponse<String> ready = server.send("GET", "/health/ready", null);
    assertEquals(200, ready.statusCode());
    assertEquals("{\"status\":\"ready\"}", ready.body());
    server.unready = List.of("pool main: no driver");
    HttpResponse<String> stranger =
        server.send("GET", "/health/ready", null, "Authorization", "Basic eA==");
    assertEquals(503, stranger.statusCode());
    assertEquals("{\"status\":\"not ready\"}", stranger.body());
    assertEquals(
        "{\"status\":\"not ready\",\"unready\":[\"pool main: no driver\"]}",
        server.get("/health/ready").body());
    access.forbidden = HealthServlet.OPERATION;
    assertEquals("{\"status\":\"not ready\"}", server.get("/health/ready").body());
  }

  @Test
  public void changesSayWhetherTheyAreApplied() throws Exception {
    HttpResponse<String> applied = server.call("PUT", "/api/v1/echo", "{\"a\":1}");
    assertEquals(200, applied.statusCode());
    assertEquals("\"r1\"", applied.headers().firstValue("etag").orElse(""));
    assertTrue(applied.headers().firstValue("location").isEmpty());
    HttpResponse<String> later = server.call("PUT", "/api/v1/echo", "{\"later\":true}");
    assertEquals(202, later.statusCode());
    assertEquals("/api/v1/echo", later.headers().firstValue("location").orElse(""));
  }

  @Test
  public void deleteNeedsNoBodyAndNoType() throws Exception {
    assertEquals(204, server.call("DELETE", "/api/v1/echo", null).statusCode());
  }

  @Test
  public void queryIsReadStrictlyAndEveryFaultNamed() throws Exception {
    assertEquals("{\"page\":2,\"page_size\":50}", server.get("/api/v1/echo/query?page=2").body());
    JsonNode problem =
        assertProblem(
            server.get("/api/v1/echo/query?page=0&page_size=x&flag=yes&other=1&flag=no"),
            422,
            "INVALID");
    List<String> fields = problem.get("errors").findValuesAsText("field");
    assertTrue(
        fields.toString(), fields.containsAll(List.of("page", "page_size", "flag", "other")));
  }

  static JsonNode assertProblem(HttpResponse<String> response, int status, String code)
      throws Exception {
    assertEquals(response.body(), status, response.statusCode());
    assertEquals(Problem.MEDIA_TYPE, response.headers().firstValue("content-type").orElse(""));
    JsonNode problem = new ObjectMapper().readTree(response.body());
    assertEquals(status, problem.get("status").asInt());
    assertEquals(code, problem.get("code").asText());
    assertEquals(response.request().uri().getRawPath(), problem.get("instance").asText());
    assertFalse(problem.get("title").asText().isEmpty());
    assertFalse(problem.get("detail").asText().isEmpty());
    assertTrue(problem.get("type").asText().startsWith("urn:fairlead:problem:"));
    return problem;
  }

  private static void awaitSize(List<?> list, int size) {
    long deadline = System.nanoTime() + 10_000_000_000L;
    while (list.size() < size) {
      assertTrue(list.toString(), System.nanoTime() < deadline);
      LockSupport.parkNanos(2_000_000);
    }
  }
}
