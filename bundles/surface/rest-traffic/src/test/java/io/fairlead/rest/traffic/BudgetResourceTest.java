package io.fairlead.rest.traffic;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpResponse;
import java.util.Map;
import org.junit.Test;

public class BudgetResourceTest extends TrafficTest {

  private static final String BUDGETS = "/api/v1/pool-budgets";

  @Test
  public void aBudgetIsMadeShownChangedAndRemoved() throws Exception {
    HttpResponse<String> made =
        server.call("POST", BUDGETS, "{\"name\": \"db1\", \"max_connections\": 40}");
    assertEquals(made.body(), 201, made.statusCode());
    assertTrue(header(made, "location"), header(made, "location").endsWith(BUDGETS + "/db1"));
    HttpResponse<String> shown = server.get(BUDGETS + "/db1");
    JsonNode budget = json(shown, 200);
    assertFields(
        budget,
        "name max_connections taken guaranteed members revision applied config_error".split(" "));
    assertEquals('"' + budget.get("revision").asText() + '"', header(shown, "etag"));
    JsonNode changed = json(server.call("PUT", BUDGETS + "/db1", "{\"max_connections\": 41}"), 200);
    assertEquals(41, changed.get("max_connections").asInt());
    assertEquals(1, get(BUDGETS).size());
    assertEquals(204, server.call("DELETE", BUDGETS + "/db1", null).statusCode());
    assertEquals(0, get(BUDGETS).size());
  }

  @Test
  public void itsPoolsAreShownAndKeepItFromBeingRemoved() throws Exception {
    budgets.stored.put("used", Map.of("max_connections", "40"));
    JsonNode member = get(BUDGETS + "/used").get("members").get(0);
    assertFields(member, "pool min weight share taken active waiting".split(" "));
    assertEquals("orders", member.get("pool").asText());
    assertProblem(server.call("DELETE", BUDGETS + "/used", null), 409, "CONFLICT");
  }

  @Test
  public void whatIsNotThereIsUnknownAndWhatIsWrongIsNamed() throws Exception {
    assertProblem(server.get(BUDGETS + "/none"), 404, "NOT_FOUND");
    assertProblem(server.call("PUT", BUDGETS + "/none", "{}"), 404, "NOT_FOUND");
    assertProblem(server.call("DELETE", BUDGETS + "/none", null), 404, "NOT_FOUND");
    assertInvalid(
        server.call("POST", BUDGETS, "{\"name\": \"db1\", \"max_connections\": 0}"),
        "max_connections");
  }
}
