package io.fairlead.access;

import io.fairlead.kernel.access.Caller;
import io.fairlead.kernel.access.RoleView;
import java.util.ArrayList;
import java.util.List;
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

  /** Looking; and one's own password, which its current one is needed for. */
  private static final Set<String> LOOKING =
      Set.of(
          "about",
          "plugins",
          "networkStatus",
          "networkConnections",
          "networkConnection",
          "networkStatusChanged",
          "protocolConfig",
          "bufferPoolStats",
          "connectionPools",
          "connectionPool",
          "poolStats",
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
          "changePassword");

  /** Steering what passes through. */
  private static final Set<String> STEERING =
      Set.of(
          "closeNetworkConnection",
          "updateProtocolConfig",
          "createPool",
          "updatePoolConfig",
          "deletePool",
          "drainPool",
          "pausePool",
          "resumePool",
          "killConnection",
          "terminateSession");

  private Roles() {}

  /** The least role that may do that. */
  static String needed(String operation) {
    return LOOKING.contains(operation)
        ? VIEWER
        : STEERING.contains(operation) ? OPERATOR : Caller.ADMIN;
  }

  /** Whether one of these roles is enough. */
  static boolean suffice(Set<String> roles, String operation) {
    return NAMES.subList(NAMES.indexOf(needed(operation)), NAMES.size()).stream()
        .anyMatch(roles::contains);
  }

  static List<RoleView> views() {
    List<String> operator = new ArrayList<>(new TreeSet<>(LOOKING));
    operator.addAll(STEERING);
    return List.of(
        new RoleView(VIEWER, new TreeSet<>(LOOKING).stream().toList()),
        new RoleView(OPERATOR, operator.stream().sorted().toList()),
        new RoleView(Caller.ADMIN, List.of("*")));
  }
}
