package io.fairlead.access;

import static java.util.stream.Collectors.toCollection;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.Test;

public class RolesTest {

  /** What REST resources and GraphQL fragments name their operations with. */
  private static final Pattern OPERATION =
      Pattern.compile(
          "operationId\\s*=\\s*\"(\\w+)\"|\\.(?:query|mutation|subscription|live)\\(\\s*\"(\\w+)\"");

  /** Every operation of the surfaces with the least role that may do it. */
  private static final Map<String, Set<String>> EXPECTED =
      Map.of(
          "viewer",
          Set.of(
              "about",
              "plugins",
              "certificates",
              "logConfig",
              "partitions",
              "partition",
              "partitionStats",
              "budgets",
              "budget",
              "waitQueue",
              "waitQueueStats",
              "lifecyclePolicy",
              "lifecycleStats",
              "connectionLeaks",
              "networkStatus",
              "networkConnections",
              "networkConnection",
              "networkStatusChanged",
              "protocolConfig",
              "httpConfig",
              "httpsConfig",
              "graphqlConfig",
              "connectionPools",
              "connectionPool",
              "poolStats",
              "poolDecisions",
              "poolStatsUpdated",
              "connections",
              "connection",
              "connectionEvent",
              "sessions",
              "session",
              "sessionStats",
              "sessionEvent",
              "users",
              "user",
              "roles",
              "accessConfig"),
          "operator",
          Set.of(
              "closeNetworkConnection",
              "updateProtocolConfig",
              "drainPool",
              "pausePool",
              "resumePool",
              "killConnection",
              "terminateSession",
              "clearWaitQueue",
              "recycleConnections",
              "clearLeaks"),
          "admin",
          Set.of(
              "updateLogConfig",
              "updateHttpConfig",
              "updateHttpsConfig",
              "updateGraphqlConfig",
              "createUser",
              "updateUser",
              "deleteUser",
              "createPool",
              "createPartition",
              "updatePartition",
              "deletePartition",
              "createBudget",
              "updateBudget",
              "deleteBudget",
              "updatePoolConfig",
              "updateLifecyclePolicy",
              "deletePool",
              "updateAccessConfig",
              "audit",
              "auditConfig",
              "updateAuditConfig"));

  /** Of everybody who is known, whatever roles are left. */
  private static final Set<String> ONES_OWN = Set.of("changePassword", "logout", "validate");

  /** What is no operation: the metrics, and what health tells beside the status. */
  private static final Set<String> PAGES = Set.of("health", "metrics");

  /** Of bundles that declare roles themselves; what they do not declare is admin's. */
  private static final Map<String, Set<String>> DECLARED =
      Map.of(
          "viewer", Set.of("tracing", "tracingConfig"),
          "admin", Set.of("updateTracingConfig"));

  private static final Pattern DECLARATION =
      Pattern.compile("\"fairlead\\.(viewer|operator)=(\\w+)\"");

  /** These answer everybody: one gets known by them. */
  private static final Set<String> OPEN = Set.of("login", "refresh");

  @Test
  public void everyOperationHasTheRoleThatIsWrittenHere() {
    EXPECTED.forEach(
        (role, operations) ->
            operations.forEach(
                operation -> {
                  assertEquals(operation, role, Roles.needed(operation));
                  assertTrue(operation, Roles.decided(operation));
                }));
    PAGES.forEach(page -> assertEquals(page, "viewer", Roles.needed(page)));
    for (String operation : ONES_OWN) {
      assertTrue(operation, Roles.needsNone(operation));
      assertTrue(operation, Roles.decided(operation));
    }
    EXPECTED
        .values()
        .forEach(operations -> assertFalse(operations.stream().anyMatch(Roles::needsNone)));
    Set<String> looking = named("viewer");
    assertTrue(looking.containsAll(ONES_OWN));
    Set<String> steering = named("operator");
    steering.removeAll(looking);
    looking.removeAll(ONES_OWN);
    assertEquals(new TreeSet<>(EXPECTED.get("viewer")), looking);
    assertEquals(new TreeSet<>(EXPECTED.get("operator")), steering);
  }

  @Test
  public void noOperationOfTheSurfacesIsMissingInThatList() throws IOException {
    Map<String, Path> found = new TreeMap<>();
    Map<String, Set<String>> declared = new TreeMap<>();
    try (Stream<Path> files = Files.walk(Path.of("../../surface"))) {
      for (Path file : files.filter(f -> f.toString().endsWith(".java")).toList()) {
        if (file.toString().contains("/src/main/")) {
          // An example in a comment is no operation.
          String code = Files.readString(file).replaceAll("(?s)/\\*.*?\\*/", "");
          OPERATION
              .matcher(code)
              .results()
              .forEach(m -> found.put(m.group(1) == null ? m.group(2) : m.group(1), file));
          DECLARATION
              .matcher(code)
              .results()
              .forEach(
                  m -> declared.computeIfAbsent(m.group(1), r -> new HashSet<>()).add(m.group(2)));
        }
      }
    }
    assertTrue(found.toString(), found.keySet().containsAll(Set.of("about", "updatePoolConfig")));
    EXPECTED.forEach(
        (role, operations) ->
            assertTrue(
                role + " of what no surface has: " + operations,
                found.keySet().containsAll(operations)));
    EXPECTED.values().forEach(found.keySet()::removeAll);
    found.keySet().removeAll(OPEN);
    assertTrue(found.toString(), found.keySet().containsAll(ONES_OWN));
    found.keySet().removeAll(ONES_OWN);
    declared.put("admin", Set.of("updateTracingConfig"));
    assertEquals(DECLARED, declared);
    DECLARED.values().forEach(found.keySet()::removeAll);
    assertEquals("without a role: decide, and write it here", Map.of(), found);
  }

  @Test
  public void aRoleMayWhatTheOnesBeforeMayAndNothingMore() {
    assertTrue(may(Set.of("viewer"), "sessions"));
    assertFalse(may(Set.of("viewer"), "terminateSession"));
    assertFalse(may(Set.of("viewer"), "createUser"));
    assertTrue(may(Set.of("operator"), "sessions"));
    assertTrue(may(Set.of("operator"), "terminateSession"));
    assertFalse(may(Set.of("operator"), "createUser"));
    assertFalse(may(Set.of("viewer", "operator"), "nothingKnown"));
    assertTrue(may(Set.of("admin"), "nothingKnown"));
    assertFalse(may(Set.of(), "about"));
    assertFalse(may(Set.of("Admin", "root"), "about"));
  }

  private static boolean may(Set<String> roles, String operation) {
    return Roles.suffice(roles, Roles.needed(operation));
  }

  private static Set<String> named(String role) {
    return Roles.views(Map.of()).stream()
        .filter(view -> view.name().equals(role))
        .flatMap(view -> view.operations().stream())
        .filter(operation -> !PAGES.contains(operation))
        .collect(toCollection(TreeSet::new));
  }
}
