package io.fairlead.rest.traffic;

import io.fairlead.kernel.error.NotFound;
import io.fairlead.traffic.session.ClientSession;
import io.fairlead.traffic.session.SessionFilter;
import io.fairlead.traffic.session.SessionRequest;
import io.fairlead.traffic.session.SessionStats;
import io.fairlead.traffic.session.SessionView;
import io.fairlead.traffic.session.Sessions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Sessions that a test makes. */
public final class FakeSessions implements Sessions {

  final List<SessionView> sessions = new ArrayList<>();
  final List<Object> calls = new ArrayList<>();

  @Override
  public ClientSession open(SessionRequest request) {
    throw new UnsupportedOperationException();
  }

  @Override
  public List<SessionView> list(SessionFilter filter) {
    calls.add(filter);
    return sessions;
  }

  @Override
  public Optional<SessionView> find(long sessionId) {
    return sessions.stream().filter(s -> s.sessionId() == sessionId).findFirst();
  }

  @Override
  public void terminate(long sessionId, String reason) {
    if (!sessions.removeIf(s -> s.sessionId() == sessionId)) {
      throw new NotFound("session " + sessionId + ": unknown");
    }
  }

  @Override
  public SessionStats stats() {
    return new SessionStats(1, 2, 3, 4, 5, 6, 7.5);
  }

  void session(long id) {
    Instant now = Instant.ofEpochSecond(1_700_000_000);
    sessions.add(
        new SessionView(
            id,
            "ann",
            "db",
            "main",
            "127.0.0.1:1",
            "native",
            "native",
            now,
            now,
            "idle",
            null,
            null,
            null,
            0,
            0,
            null,
            null));
  }
}
