package io.fairlead.itests;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import java.util.List;
import java.util.regex.Pattern;
import org.junit.After;
import org.junit.Test;

/**
 * What a page of another site can make a browser send, credentials and all, changes nothing here
 * and tells that page nothing, as long as nobody allowed it.
 */
public class BrowserCannotBeUsedTest extends WithServer {

  private static final String ADMIN = "Authorization: " + Server.authorization();
  private static final String CONSOLE = "https://console.example.org";
  private static final String PAUSE =
      "{\"query\":\"mutation{pausePool(poolId:\\\"main\\\"){state}}\"}";
  private static final List<String> PAGES = List.of("/graphiql", "/swagger-ui");

  private static RawHttp.Reply ask(String method, String target, String body, String... headers) {
    return RawHttp.ask(server, method, target, body, headers);
  }

  private static String own() {
    return "127.0.0.1:" + server.httpPort;
  }

  private static String poolState() {
    return server.get("/api/v1/pools/main").body().get("state").asText();
  }

  @After
  public void closeAgain() {
    assertEquals(
        200,
        server
            .put("/api/v1/http/config", "{\"allowed_origins\":null,\"host_names\":null}")
            .status());
  }

  @Test
  public void aPageOfAnotherSiteChangesNothing() {
    String revision = server.get("/api/v1/pools/main").header("ETag");
    for (String origin :
        List.of(
            "null",
            "http://evil.example",
            "http://" + own() + ".evil.example",
            "http://evil.example:" + server.httpPort,
            "http://127.0.0.1:" + (server.httpPort + 1),
            "http://127.0.0.1",
            "http://x@" + own(),
            "http://localhost:" + server.httpPort)) {
      String from = "Origin: " + origin;
      assertEquals(origin, 403, ask("PUT", "/api/v1/pools/main", "{}", ADMIN, from).status());
      assertEquals(
          origin, 403, ask("POST", "/api/v1/pools/main/pause", null, ADMIN, from).status());
      assertEquals(origin, 403, ask("DELETE", "/api/v1/pools/main", null, ADMIN, from).status());
      assertEquals(origin, 403, ask("POST", "/graphql", PAUSE, ADMIN, from).status());
      assertEquals(origin, 403, ask("POST", "/api/v1/auth/login", "{}", from).status());
    }
    for (String site : List.of("cross-site", "same-site")) {
      String from = "Sec-Fetch-Site: " + site;
      assertEquals(site, 403, ask("POST", "/api/v1/pools/main/pause", null, ADMIN, from).status());
      assertEquals(site, 403, ask("POST", "/graphql", PAUSE, ADMIN, from).status());
    }
    String two = "Origin: http://" + own() + "\r\nOrigin: http://evil.example";
    assertEquals(403, ask("PUT", "/api/v1/pools/main", "{}", ADMIN, two).status());
    assertEquals(revision, server.get("/api/v1/pools/main").header("ETag"));
    assertEquals("running", poolState());
    String page = "Origin: http://" + own();
    assertEquals(
        "its own page may",
        200,
        ask("PUT", "/api/v1/pools/main", "{}", ADMIN, page, "Sec-Fetch-Site: same-origin")
            .status());
  }

  @Test
  public void aFormOfAnotherSiteIsNoRequest() {
    for (String type :
        List.of("text/plain", "application/x-www-form-urlencoded", "multipart/form-data")) {
      for (String path : List.of("/graphql", "/api/v1/auth/login")) {
        assertEquals(
            type + " to " + path,
            415,
            ask("POST", path, PAUSE, ADMIN, "Content-Type: " + type).status());
      }
    }
    assertEquals("running", poolState());
  }

  @Test
  public void graphqlOverGetChangesNothing() {
    String mutation = "/graphql?query=mutation%7BpausePool(poolId:%22main%22)%7Bstate%7D%7D";
    for (String method : List.of("GET", "HEAD")) {
      assertEquals(method, 405, ask(method, mutation, null, ADMIN, "Connection: close").status());
    }
    assertEquals("running", poolState());
    assertEquals(200, ask("GET", "/graphql?query=%7Babout%7Bversion%7D%7D", null, ADMIN).status());
  }

  @Test
  public void aPageOfAnotherSiteOpensNoSocket() {
    assertEquals(403, upgrade("http://evil.example").status());
    assertEquals(403, upgrade("null").status());
    assertEquals(101, upgrade("http://" + own()).status());
  }

  private static RawHttp.Reply upgrade(String origin) {
    return ask(
        "GET",
        "/graphql/ws",
        null,
        ADMIN,
        "Origin: " + origin,
        "Connection: Upgrade",
        "Upgrade: websocket",
        "Sec-WebSocket-Version: 13",
        "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==",
        "Sec-WebSocket-Protocol: graphql-transport-ws");
  }

  @Test
  public void aNameThatWasMadeToPointHereIsNotServed() {
    for (String path :
        List.of(
            "/health/live",
            "/api/v1/about",
            "/api-docs/openapi.json",
            "/graphql?query=%7Babout%7Bversion%7D%7D",
            "/graphiql",
            "/swagger-ui",
            "/none")) {
      for (String host :
          List.of(
              "evil.example:" + server.httpPort,
              "localhost.evil.example",
              own() + ".evil.example",
              "192.0.2.1",
              "999.0.0.1")) {
        RawHttp.Reply reply =
            ask("GET", path, null, ADMIN, "Host: " + host, "X-Forwarded-Host: localhost");
        assertTrue(path + " " + host + ": " + reply, List.of(400, 421).contains(reply.status()));
        assertEquals("application/problem+json", reply.header("Content-Type"));
      }
      assertEquals(path, 421, ask("GET", path, null, ADMIN, "Host: evil.example").status());
    }
    for (String host : List.of("localhost", "LOCALHOST:1", "[::1]:8080", own())) {
      assertEquals(host, 200, ask("GET", "/api/v1/about", null, ADMIN, "Host: " + host).status());
    }
    RawHttp.Reply whole = ask("GET", "http://evil.example/api/v1/about", null, ADMIN);
    assertTrue(whole.toString(), List.of(400, 421).contains(whole.status()));
  }

  @Test
  public void aNameIsServedOnceItIsGivenAndAfterARestart() {
    String host = "Host: fairlead.example.org";
    assertEquals(421, ask("GET", "/api/v1/about", null, ADMIN, host).status());
    RawHttp.Reply wrong = ask("PUT", "/api/v1/http/config", "{\"host_names\":[\"a b\"]}", ADMIN);
    assertEquals(wrong.body(), 422, wrong.status());
    Server.Answer set =
        server.put("/api/v1/http/config", "{\"host_names\":[\"Fairlead.example.org\"]}");
    assertEquals(set.body().toString(), 200, set.status());
    assertEquals(200, ask("GET", "/api/v1/about", null, ADMIN, host).status());
    server.kill();
    server.run();
    assertEquals(200, ask("GET", "/api/v1/about", null, ADMIN, host).status());
    assertEquals(
        "its pages are this server's",
        200,
        ask("PUT", "/api/v1/pools/main", "{}", ADMIN, host, "Origin: https://fairlead.example.org")
            .status());
  }

  @Test
  public void noSiteMayReadByDefault() {
    for (String path : List.of("/api/v1/about", "/api-docs/openapi.json", "/graphql")) {
      for (RawHttp.Reply reply :
          List.of(preflight(path), ask("GET", path, null, ADMIN, "Origin: " + CONSOLE))) {
        assertTrue(
            reply.toString(),
            reply.headers().keySet().stream().noneMatch(h -> h.startsWith("access-control")));
        assertEquals("same-origin", reply.header("Cross-Origin-Resource-Policy"));
      }
    }
  }

  private static RawHttp.Reply preflight(String path) {
    return ask(
        "OPTIONS",
        path,
        null,
        "Origin: " + CONSOLE,
        "Access-Control-Request-Method: PUT",
        "Access-Control-Request-Headers: authorization,content-type,if-match");
  }

  @Test
  public void aSiteThatIsAllowedMayAskAndNoOther() {
    for (String wrong :
        List.of("*", "null", "console.example.org", CONSOLE + "/", "https://*.org")) {
      assertEquals(
          wrong,
          422,
          server.put("/api/v1/http/config", "{\"allowed_origins\":[\"" + wrong + "\"]}").status());
    }
    assertEquals(
        200,
        server.put("/api/v1/http/config", "{\"allowed_origins\":[\"" + CONSOLE + "\"]}").status());
    for (String path : List.of("/api/v1/pools/main", "/api-docs/openapi.json", "/graphql")) {
      RawHttp.Reply preflight = preflight(path);
      assertEquals(204, preflight.status());
      assertEquals(CONSOLE, preflight.header("Access-Control-Allow-Origin"));
      assertTrue(preflight.header("Access-Control-Allow-Methods").contains("PUT"));
      for (String header : List.of("Authorization", "Content-Type", "If-Match")) {
        assertTrue(preflight.header("Access-Control-Allow-Headers").contains(header));
      }
      RawHttp.Reply reply = ask("GET", path, null, ADMIN, "Origin: " + CONSOLE);
      assertEquals(CONSOLE, reply.header("Access-Control-Allow-Origin"));
      assertEquals(
          "what a browser remembers is never sent along",
          "",
          reply.header("Access-Control-Allow-Credentials"));
      for (String header : List.of("ETag", "Location", "Retry-After")) {
        assertTrue(reply.header("Access-Control-Expose-Headers").contains(header));
      }
      RawHttp.Reply other = ask("GET", path, null, ADMIN, "Origin: http://console.example.org");
      assertEquals("", other.header("Access-Control-Allow-Origin"));
      for (RawHttp.Reply any : List.of(preflight, reply, other, ask("GET", path, null, ADMIN))) {
        assertTrue(any.toString(), any.header("Vary").contains("Origin"));
      }
    }
    assertEquals(
        "it may read why it may not",
        CONSOLE,
        ask("GET", "/api/v1/pools", null, "Origin: " + CONSOLE)
            .header("Access-Control-Allow-Origin"));
    String[] remembered = {ADMIN, "Origin: " + CONSOLE, "Sec-Fetch-Site: cross-site"};
    assertEquals(401, ask("PUT", "/api/v1/pools/main", "{}", remembered).status());
    assertEquals(401, ask("POST", "/graphql", PAUSE, remembered).status());
    String login = "{\"username\":\"admin\",\"password\":\"" + Server.PASSWORD + "\"}";
    String token =
        ask("POST", "/api/v1/auth/login", login, "Origin: " + CONSOLE).json().get("token").asText();
    String[] from = {"Authorization: Bearer " + token, remembered[1], remembered[2]};
    assertEquals(200, ask("PUT", "/api/v1/pools/main", "{}", from).status());
    assertEquals(101, upgrade(CONSOLE).status());
    assertEquals(
        403, ask("PUT", "/api/v1/pools/main", "{}", ADMIN, "Origin: http://evil.example").status());
  }

  @Test
  public void pagesAreNobodysFrameAndRunNoScriptOfOthers() {
    Pattern inline = Pattern.compile("<script(?![^>]*\\bsrc=)|\\son[a-z]+=|javascript:");
    for (String path : PAGES) {
      RawHttp.Reply page = ask("GET", path, null, ADMIN);
      assertEquals(path, 200, page.status());
      String policy = page.header("Content-Security-Policy");
      assertTrue(policy, policy.contains("default-src 'none'"));
      assertTrue(policy, policy.contains("script-src 'self';"));
      assertTrue(policy, policy.contains("frame-ancestors 'none'"));
      assertTrue(policy, policy.contains("base-uri 'none'"));
      assertTrue(policy, policy.contains("form-action 'none'"));
      assertFalse(path, inline.matcher(page.body()).find());
      closed(path, page);
      assertEquals("same-origin", page.header("Cross-Origin-Opener-Policy"));
    }
    closed("api", ask("GET", "/api/v1/about", null, ADMIN));
    closed("unknown caller", ask("GET", "/api/v1/about", null));
    closed("graphql", ask("POST", "/graphql", "{\"query\":\"{about{version}}\"}", ADMIN));
    closed("health", ask("GET", "/health/live", null));
    closed("none", ask("GET", "/none", null, ADMIN));
    assertEquals(405, ask("TRACE", "/swagger-ui", null, ADMIN).status());
  }

  private static void closed(String what, RawHttp.Reply reply) {
    assertEquals(what, "nosniff", reply.header("X-Content-Type-Options"));
    assertEquals(what, "DENY", reply.header("X-Frame-Options"));
    assertEquals(what, "no-referrer", reply.header("Referrer-Policy"));
    assertEquals(what, "no-store", reply.header("Cache-Control"));
    assertTrue(what, reply.header("Content-Security-Policy").contains("frame-ancestors 'none'"));
  }
}
