package io.fairlead.rest.traffic;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.fairlead.traffic.pool.ConnectionFilter;
import io.fairlead.traffic.session.SessionFilter;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.Test;

/** Connections, sessions, sockets: lists that page, things that can be ended. */
public class ListsTest extends TrafficTest {

  private static final Map<String, String> UNKNOWN =
      Map.of(
          "/api/v1/connections/", "connection",
          "/api/v1/sessions/", "session",
          "/api/v1/network/connections/", "network connection");

  @Test
  public void listsComeInPages() throws Exception {
    for (int i = 1; i <= 51; i++) {
      pools.connection(i, "main");
      sessions.session(i);
      network.opened(Integer.toString(i));
    }
    for (String path :
        List.of("/api/v1/connections", "/api/v1/sessions", "/api/v1/network/connections")) {
      assertPage(get(path), 50, 1, 50, 2, 51);
      assertPage(get(path + "?page=2"), 1, 2, 50, 2, 51);
      assertPage(get(path + "?page=9&page_size=1000"), 0, 9, 1000, 1, 51);
      assertInvalid(server.get(path + "?page=0&page_size=1001"), "page", "page_size");
      assertInvalid(server.get(path + "?page=x&page_size="), "page", "page_size");
      assertInvalid(server.get(path + "?size=1"), "size");
    }
  }

  @Test
  public void emptyListsHaveNoPages() throws Exception {
    assertPage(get("/api/v1/sessions"), 0, 1, 50, 0, 0);
  }

  @Test
  public void connectionsAreFiltered() throws Exception {
    get("/api/v1/connections?pool=main&state=active&user=ann&min_idle_secs=5");
    get("/api/v1/connections");
    assertEquals(
        List.of(
            new ConnectionFilter(
                Optional.of("main"), Optional.of("active"), Optional.of("ann"), Optional.of(5L)),
            ConnectionFilter.ALL),
        pools.calls);
    assertInvalid(
        server.get("/api/v1/connections?state=busy&min_idle_secs=-1&page=0"),
        "state",
        "min_idle_secs",
        "page");
    assertInvalid(server.get("/api/v1/connections?min_idle_secs=soon"), "min_idle_secs");
  }

  @Test
  public void sessionsAreFiltered() throws Exception {
    get("/api/v1/sessions?state=idle_in_transaction&user=ann&database=db");
    assertEquals(
        List.of(
            new SessionFilter(
                Optional.of("idle_in_transaction"), Optional.of("ann"), Optional.of("db"))),
        sessions.calls);
    assertInvalid(server.get("/api/v1/sessions?state=killed&page_size=0"), "state", "page_size");
  }

  @Test
  public void idsThatNothingCouldHaveAreUnknown() throws Exception {
    for (String id :
        List.of("1", "0", "-1", "01", "1.5", "none", "9007199254740992", "9".repeat(40), "%201")) {
      for (Map.Entry<String, String> known : UNKNOWN.entrySet()) {
        JsonNode problem = assertProblem(server.get(known.getKey() + id), 404, "NOT_FOUND");
        assertTrue(
            problem.toString(), problem.get("detail").asText().startsWith(known.getValue() + " "));
        assertProblem(server.call("DELETE", known.getKey() + id, null), 404, "NOT_FOUND");
      }
    }
  }

  @Test
  public void whatIsEndedIsGone() throws Exception {
    pools.connection(7, "main");
    sessions.session(7);
    network.opened("7");
    for (String path : UNKNOWN.keySet()) {
      assertEquals(200, server.get(path + "7").statusCode());
      HttpResponse<String> ended = server.call("DELETE", path + "7", null);
      assertEquals(204, ended.statusCode());
      assertEquals("", ended.body());
      assertEquals(404, server.get(path + "7").statusCode());
    }
  }

  @Test
  public void theContractsFieldsAreShown() throws Exception {
    pools.connection(7, "main");
    sessions.session(7);
    network.opened("7");
    JsonNode connection = get("/api/v1/connections/7");
    assertFields(
        connection,
        ("connection_id pool_id session_id username database client_address created_at"
                + " last_activity queries_executed state idle_time_secs pinned_because transaction"
                + " age_secs borrow_count")
            .split(" "));
    assertTrue(connection.get("connection_id").isNumber());
    assertEquals("2023-11-14T22:13:20Z", connection.get("created_at").asText());
    JsonNode session = get("/api/v1/sessions/7");
    assertFields(
        session,
        ("session_id username database client_address created_at last_activity state current_query"
                + " transaction_id statements transactions waiting_for pinned_because")
            .split(" "));
    assertTrue(session.get("session_id").isNumber());
    JsonNode socket = get("/api/v1/network/connections/7");
    assertFields(
        socket,
        ("connection_id remote_address local_address protocol state session_id connected_at"
                + " bytes_sent bytes_received last_activity listener tls")
            .split(" "));
    assertTrue(socket.get("connection_id").isTextual());
    assertFields(
        get("/api/v1/stats/sessions"),
        ("active_sessions idle_sessions total_sessions total_connections peak_sessions"
                + " peak_connections avg_session_duration")
            .split(" "));
    assertFields(
        get("/api/v1/network/status"),
        ("status reasons active_connections total_connections_lifetime bytes_sent bytes_received"
                + " errors uptime_seconds rejected_connections")
            .split(" "));
  }

  @Test
  public void protocolSettingsAreMerged() throws Exception {
    String path = "/api/v1/network/protocols";
    assertFields(
        get(path),
        ("protocol_version max_packet_size compression_enabled encryption_enabled"
                + " keep_alive_interval_secs timeout_secs revision applied")
            .split(" "));
    HttpResponse<String> changed = server.call("PUT", path, "{\"timeout_secs\":60}");
    assertEquals(60, json(changed, 200).get("timeout_secs").asInt());
    assertEquals('"' + get(path).get("revision").asText() + '"', header(changed, "etag"));
    assertInvalid(
        server.call("PUT", path, "{\"timeout_secs\":0,\"max_packet_size\":true}"),
        "timeout_secs",
        "max_packet_size");
    assertProblem(server.call("PUT", path, "{\"compression_enabled\":true}"), 409, "CONFLICT");
    network.applied = false;
    HttpResponse<String> later = server.call("PUT", path, "{\"timeout_secs\":61}");
    json(later, 202);
    assertEquals(path, header(later, "location"));
  }
}
