package io.fairlead.access;

import io.fairlead.kernel.access.Caller;
import io.fairlead.kernel.access.RoleView;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Which role an operation needs. A role may do what the ones before it may; what stands in no list
 * is admin's.
 */
final class Roles {

  static final String VIEWER = "viewer";
  static final String OPERATOR = "operator";

  /** Those there are, the least first. */
  static final List<String> NAMES = List.of(VIEWER, OPERATOR, Caller.ADMIN);

  /**
   * What concerns nobody else: being known is enough, whatever roles are left. Somebody else's
   * password is asked for apart.
   */
  private static final Set<String> ONES_OWN = Set.of("changePassword", "logout", "validate");

  private static final Set<String> LOOKING =
      Set.of(
          "about",
          "plugins",
          "certificates",
          "health",
          "metrics",
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
          "accessConfig");

  /** Steering what passes through. */
  private static final Set<String> STEERING =
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
          "clearLeaks");

  /**
   * What was changed by whom is for those who answer for it. Who names a pool's driver and URL has
   * code run in this process; who lets people, or other sites' pages, in is one of them.
   */
  private static final Set<String> ADMINISTERING =
      Set.of(
          "updateLogConfig",
          "updateHttpConfig",
          "updateHttpsConfig",
          "updateGraphqlConfig",
          "createPool",
          "updatePoolConfig",
          "updateLifecyclePolicy",
          "deletePool",
          "createPartition",
          "updatePartition",
          "deletePartition",
          "createBudget",
          "updateBudget",
          "deleteBudget",
          "createUser",
          "updateUser",
          "deleteUser",
          "updateAccessConfig",
          "audit",
          "auditConfig",
          "updateAuditConfig");

  private Roles() {}

  /** Whether everybody who is known may do that, without any role. */
  static boolean needsNone(String operation) {
    return ONES_OWN.contains(operation);
  }

  /** The least role that may do that, of those that do not {@link #needsNone need none}. */
  static String needed(String operation) {
    return LOOKING.contains(operation)
        ? VIEWER
        : STEERING.contains(operation) ? OPERATOR : Caller.ADMIN;
  }

  /** Whether the role for that is written here, and so is nobody else's to declare. */
  static boolean decided(String operation) {
    return needsNone(operation)
        || LOOKING.contains(operation)
        || STEERING.contains(operation)
        || ADMINISTERING.contains(operation);
  }

  /** Whether one of these roles is enough where {@code needed} is. */
  static boolean suffice(Set<String> roles, String needed) {
    return NAMES.subList(NAMES.indexOf(needed), NAMES.size()).stream().anyMatch(roles::contains);
  }

  /** The one of two that fewer have. */
  static String stricter(String one, String other) {
    return NAMES.indexOf(one) > NAMES.indexOf(other) ? one : other;
  }

  /**
   * What each may do.
   *
   * @param declared operation to role, beside those that are written here
   */
  static List<RoleView> views(Map<String, String> declared) {
    Set<String> viewer = new TreeSet<>(LOOKING);
    viewer.addAll(ONES_OWN);
    Set<String> operator = new TreeSet<>(STEERING);
    declared.forEach((operation, role) -> (role.equals(VIEWER) ? viewer : operator).add(operation));
    operator.addAll(viewer);
    return List.of(
        new RoleView(VIEWER, List.copyOf(viewer)),
        new RoleView(OPERATOR, List.copyOf(operator)),
        new RoleView(Caller.ADMIN, List.of("*")));
  }
}
