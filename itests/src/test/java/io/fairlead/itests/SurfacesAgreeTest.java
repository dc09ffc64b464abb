package io.fairlead.itests;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.fairlead.client.FairleadClient;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.Test;

/** What one surface has, every surface has, under the same name. */
public class SurfacesAgreeTest extends WithServer {

  private static final Pattern COMMAND = Pattern.compile("fairlead:([A-Za-z]+)");

  /** Commands about commands; the other surfaces have subscriptions instead. */
  private static final Set<String> ONLY_IN_THE_SHELL = Set.of("watch");

  private static final Pattern LINK = Pattern.compile("(?:src|href)=\"([^\"]+)\"");

  @Test
  public void everyOperationIsThereByNameInRestGraphqlAndTheShell() throws Exception {
    Set<String> rest = restOperations();
    assertTrue("a document with operations: " + rest, rest.size() > 20);
    assertEquals("GraphQL beside REST", rest, graphqlOperations());
    Set<String> commands = commands();
    assertTrue(commands.toString(), commands.containsAll(ONLY_IN_THE_SHELL));
    commands.removeAll(ONLY_IN_THE_SHELL);
    assertEquals("the shell beside REST", rest, commands);
  }

  @Test
  public void thePageToTryGraphqlOnIsWholeAndFromThisServer() throws Exception {
    Map<String, String> admin = Map.of("Authorization", Server.authorization());
    assertEquals(401, server.send("GET", "/graphiql", null, Map.of()).statusCode());
    String page = server.send("GET", "/graphiql", null, admin).body();
    List<String> parts =
        LINK.matcher(page)
            .results()
            .map(found -> found.group(1))
            .filter(link -> !link.startsWith("data:"))
            .toList();
    assertTrue(page, parts.size() >= 5);
    for (String part : parts) {
      assertTrue(part, part.startsWith("/graphiql/"));
      assertEquals(part, 200, server.send("GET", part, null, admin).statusCode());
    }
  }

  @Test
  public void aWatchSeesASessionComeAndGo() throws Exception {
    try (ShellGuest guest = ShellGuest.asks(server, "fairlead:watch sessionStats --json")) {
      int before = guest.nextJson().get("total_sessions").asInt();
      try (FairleadClient client = server.client()) {
        client.ping();
        guest.untilJson("one session more", s -> s.get("total_sessions").asInt() == before + 1);
      }
      guest.untilJson("it has gone", s -> s.get("total_sessions").asInt() == before);
    }
  }

  /** The names below /api/v1/, without those of /api/v1/auth/, which only HTTP needs. */
  private static Set<String> restOperations() {
    Set<String> names = new TreeSet<>();
    server
        .get("/api-docs/openapi.json")
        .body()
        .get("paths")
        .properties()
        .forEach(
            path -> {
              if (path.getKey().startsWith("/api/v1/")
                  && !path.getKey().startsWith("/api/v1/auth/")) {
                path.getValue().forEach(method -> addName(method.path("operationId"), names));
              }
            });
    return names;
  }

  private static Set<String> graphqlOperations() {
    Set<String> names = new TreeSet<>();
    for (String type : List.of("Query", "Mutation")) {
      JsonNode answer = server.graphql("{__type(name:\"" + type + "\"){fields{name}}}");
      assertTrue(answer.toString(), answer.at("/data/__type/fields").isArray());
      answer.at("/data/__type/fields").forEach(field -> addName(field.get("name"), names));
    }
    return names;
  }

  private static Set<String> commands() throws Exception {
    Set<String> names = new TreeSet<>();
    try (ShellGuest guest = ShellGuest.asks(server, "help")) {
      Matcher found = COMMAND.matcher(guest.all());
      while (found.find()) {
        names.add(found.group(1));
      }
    }
    return names;
  }

  private static void addName(JsonNode name, Set<String> names) {
    if (name.isTextual()) {
      names.add(name.asText());
    }
  }
}
