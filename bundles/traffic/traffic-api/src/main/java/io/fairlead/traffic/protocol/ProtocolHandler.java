package io.fairlead.traffic.protocol;

import java.nio.ByteBuffer;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * One client's side of a protocol. All calls come on the client's event loop and must not block.
 */
@ConsumerType
public interface ProtocolHandler {

  /**
   * Bytes have come, the first byte included. Takes what it can use by moving the buffer's
   * position; the rest comes again, in front of more. The buffer is valid during the call only.
   *
   * @return whether at least one request became complete: the request timeout begins anew
   */
  boolean received(ByteBuffer input);

  /** What the client is doing now. */
  Activity activity();

  /** {@link ClientChannel#writable} is true again. */
  default void writable() {}

  /**
   * The server ends this connection: send the reason as the protocol can, with {@link
   * ClientChannel#sendAndClose}.
   */
  void end(String reason);

  /** The connection is gone; nothing can be sent. Called once. */
  void closed();

  /** What a client is doing. */
  enum Activity {
    /** Nothing: the idle timeout counts. */
    IDLE,
    /** Part of a request has arrived: the request timeout counts. */
    RECEIVING,
    /** A request is being worked on or waits for it: no timeout of the socket's counts. */
    WORKING,
    /** As working, but all that it does is wait for a database connection. */
    WAITING
  }
}
