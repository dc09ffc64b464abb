package io.fairlead.traffic.protocol;

import io.fairlead.kernel.error.Unavailable;
import io.fairlead.traffic.session.ClientSession;
import io.fairlead.traffic.session.SessionOwner;
import org.osgi.annotation.versioning.ProviderType;

/**
 * A client's connection as a protocol sees it. Methods may be called from any thread unless they
 * say otherwise; once the connection is gone they do nothing.
 */
@ProviderType
public interface ClientChannel {

  long id();

  /** {@code address:port}. */
  String remoteAddress();

  /** The limits now; ask again for each request. */
  ProtocolLimits limits();

  /**
   * Opens the session of this connection, with the identity that the listener gives. Once, on the
   * event loop.
   *
   * @throws Unavailable there is nobody who keeps sessions; from {@link Protocol#open} it may be
   *     let through, then the client is told
   */
  ClientSession openSession(SessionOwner owner);

  /** An empty reply, in pooled memory; give it to {@link #send} or {@link Reply#discard} it. */
  Reply newReply();

  /**
   * Sends at the client's pace and takes the reply over. One thread's replies go out in the order
   * of its calls; what is sent in one turn of the event loop goes out together.
   */
  void send(Reply reply);

  /**
   * Sends, then closes so that the client gets the last bytes: output first, then reads and drops
   * for a moment (1 MiB or 1 s). Nothing can be sent behind it.
   */
  void sendAndClose(Reply reply);

  /**
   * On the event loop: whether what was sent has left, or nearly so. While it is false, no bytes
   * are handed to the protocol and it had better begin nothing that ends in more; {@link
   * ProtocolHandler#writable} follows.
   */
  boolean writable();

  /**
   * On the event loop: read no more until {@link #resumeReading}; the client is held back by TCP.
   */
  void pauseReading();

  /** On the event loop; bytes that wait come in a later turn. */
  void resumeReading();

  /**
   * Runs in a later turn of the client's event loop; inside this call only when the loop has ended,
   * which is after {@link ProtocolHandler#closed}.
   */
  void execute(Runnable task);

  /** Counts a violation of the protocol in the network's status. */
  void protocolError();
}
