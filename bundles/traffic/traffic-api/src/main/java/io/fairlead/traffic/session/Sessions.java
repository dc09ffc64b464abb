package io.fairlead.traffic.session;

import io.fairlead.kernel.error.NotFound;
import java.util.List;
import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;

/** All sessions: what a client has on the server from its first byte to its last. */
@ProviderType
public interface Sessions {

  /** Opens a session for a client; takes no database connection yet. */
  ClientSession open(SessionRequest request);

  /** Sessions that match, by id. */
  List<SessionView> list(SessionFilter filter);

  Optional<SessionView> find(long sessionId);

  /**
   * Cancels what runs, rolls back, tells the client why and closes it.
   *
   * @throws NotFound unknown id
   */
  void terminate(long sessionId, String reason);

  SessionStats stats();
}
