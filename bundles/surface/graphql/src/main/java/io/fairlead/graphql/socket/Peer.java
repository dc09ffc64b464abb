package io.fairlead.graphql.socket;

/** The client at the other end of a socket. */
interface Peer {

  /**
   * Sends a message without waiting.
   *
   * @param sent called when it has gone; does not block
   */
  void send(String text, Runnable sent);

  void close(int code, String reason);
}
