package io.fairlead.traffic.protocol;

import io.fairlead.traffic.network.ProtocolConfig;
import io.fairlead.traffic.session.ClientSession;
import io.fairlead.traffic.session.SessionOwner;
import org.osgi.annotation.versioning.ProviderType;

/**
 * A client's connection as a protocol sees it. Methods may be called from any thread unless they
 * say otherwise.
 */
@ProviderType
public interface ClientChannel {

  long id();

  /** {@code address:port}. */
  String remoteAddress();

  /** The settings now; ask again for each request. */
  ProtocolConfig settings();

  /**
   * Opens the session of this connection, with the identity that the listener gives. Once, on the
   * event loop.
   */
  ClientSession openSession(SessionOwner owner);

  /** An empty reply, in pooled memory; give it to {@link #send} or {@link Reply#discard} it. */
  Reply newReply();

  /** Sends in order of the calls, at the client's pace, and takes the reply over. */
  void send(Reply reply);

  /**
   * Sends, then closes so that the client gets the last bytes: output first, then reads and drops
   * for a moment (1 MiB or 1 s).
   */
  void sendAndClose(Reply reply);

  /**
   * On the event loop: read no more until {@link #resumeReading}; the client is held back by TCP.
   */
  void pauseReading();

  /** On the event loop. */
  void resumeReading();

  /** Runs on the client's event loop; at once when called from there. */
  void execute(Runnable task);

  /** Counts a violation of the protocol in the network's status. */
  void protocolError();
}
