package io.fairlead.itests;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.Test;

/** What the system that Fairlead replaces let through, from outside and by hand. */
public class OriginalsHolesTest extends WithServer {

  private static final String ADMIN = "Authorization: " + Server.authorization();
  private static final String QUERY = "{\"query\":\"{about{version}}\"}";

  /** Operations by which one gets known. */
  private static final Set<String> OPEN = Set.of("/api/v1/auth/login", "/api/v1/auth/refresh");

  private static RawHttp.Reply ask(String method, String target, String body, String... headers) {
    return RawHttp.ask(server, method, target, body, headers);
  }

  @Test
  public void aTokenOfTheRightLengthIsNone() {
    for (String token :
        List.of(
            "0123456789abcdef0123456789abcdef",
            "a".repeat(32),
            "00000000-0000-0000-0000-00000000",
            "eyJhbGciOiJub25lIn0.eyJzdWIiOiJhZG1pbiJ9.",
            "null",
            "")) {
      String bearer = "Authorization: Bearer " + token;
      assertEquals(token, 401, ask("GET", "/api/v1/about", null, bearer).status());
      assertEquals(token, 401, ask("PUT", "/api/v1/pools/main", "{}", bearer).status());
      assertEquals(token, 401, ask("POST", "/graphql", QUERY, bearer).status());
      assertEquals(token, 401, ask("GET", "/graphiql", null, bearer).status());
    }
    for (String elsewhere :
        List.of("X-Auth-Token: " + "a".repeat(32), "Cookie: token=" + "a".repeat(32))) {
      assertEquals(elsewhere, 401, ask("GET", "/api/v1/about", null, elsewhere).status());
    }
    assertEquals(401, ask("GET", "/api/v1/about?token=" + "a".repeat(32), null).status());
  }

  @Test
  public void noPathOfTheDocumentAnswersWithoutALogin() {
    JsonNode paths = server.get("/api-docs/openapi.json").body().get("paths");
    List<String> asked = new ArrayList<>();
    paths
        .properties()
        .forEach(
            path -> {
              for (String method : List.of("GET", "PUT", "POST", "DELETE", "PATCH", "HEAD")) {
                String target = path.getKey().replaceAll("\\{[^}]*}", "main");
                if (OPEN.contains(target) && method.equals("POST")
                    || target.startsWith("/health")) {
                  continue;
                }
                String body = method.startsWith("P") ? "{}" : null;
                int status = ask(method, target, body, "Connection: close").status();
                assertEquals(method + " " + target, 401, status);
                asked.add(target);
              }
            });
    assertTrue(asked.toString(), asked.size() > 100);
    for (String target :
        List.of("/", "/admin", "/api/v1/admin", "/system/console", "/metrics", "/graphql")) {
      assertEquals(target, 401, ask("GET", target, null).status());
    }
  }

  @Test
  public void aPageHasAtLeastOneEntryAndAtMostAThousand() {
    for (String list : List.of("network/connections", "connections", "sessions")) {
      for (String size : List.of("0", "-1", "1001", "x", "", "1e3", "9223372036854775808")) {
        String target = "/api/v1/" + list + "?page_size=" + size;
        assertEquals(target, 422, ask("GET", target, null, ADMIN).status());
      }
      assertEquals(422, ask("GET", "/api/v1/" + list + "?page=0", null, ADMIN).status());
      assertEquals(200, ask("GET", "/api/v1/" + list + "?page_size=1", null, ADMIN).status());
    }
    for (String size : List.of("0", "-1", "1001")) {
      String query = "{\"query\":\"{networkConnections(pageSize:%s){data{connectionId}}}\"}";
      JsonNode answer = ask("POST", "/graphql", query.formatted(size), ADMIN).json();
      assertEquals("INVALID", answer.at("/errors/0/extensions/code").asText());
    }
  }

  @Test
  public void aNameThatNothingCouldHaveIsUnknownAndIsNoPath() throws Exception {
    Set<String> before = files();
    for (String kind :
        List.of("pools", "users", "connections", "sessions", "network/connections")) {
      for (String name :
          List.of(
              "..%2f",
              "..%2Fetc%2Fpasswd",
              "%2e%2e%2f%2e%2e%2fetc",
              "..%5c",
              "a%2fb",
              "a%00b",
              "%00",
              "main%00",
              "main%0a",
              "main%20",
              "%c0%ae%c0%ae",
              "%ff",
              "main;x=1",
              "..;",
              "a-b",
              "A",
              "%F0%9F%98%80",
              "a".repeat(64))) {
        String target = "/api/v1/" + kind + "/" + name;
        for (String method : List.of("GET", "DELETE")) {
          RawHttp.Reply reply = ask(method, target, null, ADMIN);
          assertEquals(method + " " + target + ": " + reply, 404, reply.status());
          assertEquals("NOT_FOUND", reply.json().get("code").asText());
        }
      }
    }
    for (String name : List.of("..%2f", "a%00b", "..;")) {
      assertEquals(404, ask("PUT", "/api/v1/pools/" + name, "{}", ADMIN).status());
    }
    for (String name : List.of("../x", "a/b", "a\\u0000b", "..", "", "A", "a-b", "a".repeat(64))) {
      String body = "{\"name\":\"%s\",\"driver\":\"x\",\"url\":\"jdbc:x\"}".formatted(name);
      assertEquals(name, 422, ask("POST", "/api/v1/pools", body, ADMIN).status());
      String user = "{\"name\":\"%s\",\"password\":\"12345678\",\"roles\":[]}".formatted(name);
      assertEquals(name, 422, ask("POST", "/api/v1/users", user, ADMIN).status());
    }
    for (String page : List.of("/graphiql/..%2f..%2fstart.js", "/swagger-ui/..%2fetc", "/..%2f")) {
      assertEquals(page, 404, ask("GET", page, null, ADMIN).status());
    }
    assertEquals("nothing was written for any of them", before, files());
  }

  private static Set<String> files() throws Exception {
    try (Stream<Path> all = Files.walk(server.instance.resolve("etc"))) {
      return all.map(Path::toString).collect(Collectors.toCollection(TreeSet::new));
    }
  }

  @Test
  public void whatAClientSaysOfItsAddressIsNotBelieved() {
    int refused = 0;
    for (int i = 0; i < 60 && refused == 0; i++) {
      String address = "192.0.2." + i;
      int status =
          ask(
                  "POST",
                  "/api/v1/auth/login",
                  "{\"username\":\"nobody%d\",\"password\":\"guess\"}".formatted(i),
                  "X-Forwarded-For: " + address,
                  "X-Real-IP: " + address,
                  "Forwarded: for=" + address)
              .status();
      assertTrue("guess " + i + ": " + status, List.of(401, 429).contains(status));
      refused = status == 429 ? i : 0;
    }
    assertTrue("guesses from one address are limited, whatever it says", refused > 0);
    RawHttp.Reply created =
        ask(
            "PUT",
            "/api/v1/pools/main",
            "{}",
            ADMIN,
            "X-Forwarded-Host: evil.example",
            "X-Forwarded-Proto: https",
            "X-HTTP-Method-Override: DELETE");
    assertEquals(200, created.status());
    assertFalse(created.toString(), created.toString().contains("evil.example"));
  }

  @Test
  public void nothingIsKeptForEveryAddressThatSomebodyAskedFor() throws Exception {
    askForManyAddresses(500);
    long before = liveBytes();
    long sent = askForManyAddresses(4_000);
    long kept = liveBytes() - before;
    assertTrue(kept + " bytes are kept of " + sent + " that were asked for", kept < sent / 4);
  }

  /** The bytes of all addresses. */
  private static long askForManyAddresses(int count) throws Exception {
    long sent = 0;
    String padding = "x".repeat(4_000);
    try (RawHttp http = new RawHttp(server)) {
      for (int i = 0; i < count; i++) {
        String target =
            List.of("/api/v1/", "/", "/api/v1/pools/", "/graphiql/").get(i % 4)
                + System.nanoTime()
                + padding;
        assertEquals(404, http.send("GET", target, null, ADMIN).reply().status());
        sent += target.length();
      }
    }
    return sent;
  }

  /** What the server's heap holds after a full collection. */
  private static long liveBytes() throws Exception {
    Process jcmd =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(),
                Long.toString(server.pid()),
                "GC.class_histogram")
            .redirectErrorStream(true)
            .start();
    try (BufferedReader out =
        new BufferedReader(
            new InputStreamReader(jcmd.getInputStream(), StandardCharsets.US_ASCII))) {
      List<String> lines = out.lines().toList();
      String total = lines.get(lines.size() - 1);
      assertTrue(total, total.startsWith("Total"));
      return Long.parseLong(total.trim().split("\\s+")[2]);
    }
  }
}
