package io.fairlead.shell;

import io.fairlead.traffic.session.SessionFilter;
import io.fairlead.traffic.session.SessionView;
import io.fairlead.traffic.session.Sessions;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** Sessions of clients. */
final class SessionOperations {

  private final Supplier<Optional<Sessions>> sessions;

  SessionOperations(Supplier<Optional<Sessions>> sessions) {
    this.sessions = sessions;
  }

  void describe(OperationTable table) {
    table.list(
        "sessions",
        "Sessions of clients",
        List.of("state", "user", "database"),
        List.of(
            "session_id",
            "username",
            "database",
            "client_address",
            "state",
            "statements",
            "connection_id",
            "current_query"),
        a ->
            sessions()
                .list(
                    new SessionFilter(a.option("state"), a.option("user"), a.option("database"))));
    table.show(
        "session",
        "One session",
        "session",
        this::sessionIds,
        a -> OperationTable.found("session", a, sessions().find(a.targetId())));
    table.plain("sessionStats", "Numbers over all sessions", a -> sessions().stats());
    table.one(
        "terminateSession",
        "Ends a session; its client is told",
        "session",
        this::sessionIds,
        a -> {
          sessions().terminate(a.targetId(), "ended by an administrator");
          return null;
        });
  }

  private List<String> sessionIds() {
    return sessions
        .get()
        .map(s -> OperationTable.ids(s.list(SessionFilter.ALL), SessionView::sessionId))
        .orElse(List.of());
  }

  private Sessions sessions() {
    return OperationTable.deployed("sessions", sessions.get());
  }
}
