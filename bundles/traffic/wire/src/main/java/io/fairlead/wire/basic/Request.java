package io.fairlead.wire.basic;

/** What a client asks, or what is wrong with it. */
sealed interface Request {

  /** The text of a query. */
  record Query(String sql) implements Request {}

  /** Requests that are no more than their kind. */
  enum Plain implements Request {
    BEGIN,
    COMMIT,
    ROLLBACK,
    PING
  }

  /**
   * Something that is no request.
   *
   * @param message for the client
   * @param lost whether nobody can say where the next request begins
   */
  record Bad(String message, boolean lost) implements Request {}
}
