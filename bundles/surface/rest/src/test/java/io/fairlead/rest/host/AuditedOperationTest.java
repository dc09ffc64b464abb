package io.fairlead.rest.host;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import io.fairlead.kernel.audit.AuditEntry;
import java.util.List;
import java.util.Map;
import org.junit.After;
import org.junit.Before;
import org.junit.Test;

/** Every write that reaches the host leaves one record, whatever becomes of it. */
public class AuditedOperationTest {

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
  public void aWriteIsNotedBeforeItsAnswerAndALookIsNot() throws Exception {
    server.get("/api/v1/echo");
    server.call("PUT", "/api/v1/echo", "{\"a\": 1}");
    assertEquals(List.of(entry("updateEcho", "", "OK")), List.copyOf(server.audited));
    server.call("DELETE", "/api/v1/echo", null);
    assertEquals(entry("deleteEcho", "", "OK"), last(2));
  }

  @Test
  public void whateverFailsIsNotedWithItsCodeAndItsTarget() throws Exception {
    Map<String, String> codes =
        Map.of(
            "notfound", "NOT_FOUND",
            "invalid", "INVALID",
            "conflict", "CONFLICT",
            "stale", "STALE",
            "unavailable", "UNAVAILABLE",
            "exhausted", "EXHAUSTED",
            "unforeseen", "INTERNAL");
    for (Map.Entry<String, String> code : codes.entrySet()) {
      server.audited.clear();
      server.call("DELETE", "/api/v1/echo/fail/" + code.getKey(), null);
      assertEquals(entry("failWriting", code.getKey(), code.getValue()), last(1));
    }
    server.audited.clear();
    server.get("/api/v1/echo/fail/conflict");
    assertEquals(List.of(), server.audited);
  }

  @Test
  public void whatTheRoleForbidsIsNotedAndALookToo() throws Exception {
    access.forbidden = "updateEcho";
    assertEquals(403, server.call("PUT", "/api/v1/echo", "{}").statusCode());
    assertEquals(entry("updateEcho", "", "FORBIDDEN"), last(1));
    access.forbidden = "echo";
    assertEquals(403, server.get("/api/v1/echo").statusCode());
    assertEquals(entry("echo", "", "FORBIDDEN"), last(2));
    assertEquals(0, echo.writes.get());
  }

  @Test
  public void aWriteThatNoOperationHasSeenIsNotedByMethodAndPath() throws Exception {
    server.send(
        "PUT",
        "/api/v1/echo?secret=x",
        "a=b",
        "Authorization",
        TestServer.BASIC,
        "Content-Type",
        "text/plain");
    assertEquals(entry("PUT", "/api/v1/echo", "UNSUPPORTED_MEDIA_TYPE"), last(1));
    server.send(
        "DELETE",
        "/api/v1/echo",
        null,
        "Authorization",
        TestServer.BASIC,
        "Origin",
        "http://elsewhere.example");
    assertEquals(
        new AuditEntry("", "127.0.0.1", "http", "DELETE", "/api/v1/echo", null, null, "FORBIDDEN"),
        last(2));
    server.call("PUT", "/api/v1/echo", "no json");
    assertEquals("NOT_JSON", last(3).outcome());
    assertTrue(server.audited.stream().noneMatch(e -> e.toString().contains("secret")));
  }

  private AuditEntry last(int of) {
    assertEquals(server.audited.toString(), of, server.audited.size());
    return server.audited.get(of - 1);
  }

  private static AuditEntry entry(String operation, String target, String outcome) {
    return new AuditEntry("admin", "127.0.0.1", "rest", operation, target, null, null, outcome);
  }
}
