package io.fairlead.traffic.session;

import org.osgi.annotation.versioning.ConsumerType;

/** The protocol's side of a session. */
@ConsumerType
public interface SessionOwner {

  /**
   * The session was ended by an administrator or by the server: tell the client the reason, then
   * close. Called once, on any thread, and never after the owner closed the session itself. A
   * request under way is answered by its own callback first.
   */
  void ended(String reason);
}
