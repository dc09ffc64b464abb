package io.fairlead.kernel.error;

/**
 * What can go wrong with a request, as one of six kinds. Each surface maps the kind in one place:
 * REST to problem+json and a status, GraphQL to {@code extensions.code}, the wire to an {@code
 * Error}. The message is for the person who asked; it says value and expectation and never holds a
 * secret.
 */
public abstract sealed class FairleadException extends RuntimeException
    permits NotFound, Invalid, Conflict, Stale, Unavailable, Exhausted, Unauthenticated, Forbidden {

  private static final long serialVersionUID = 1L;

  FairleadException(String message) {
    super(message);
  }

  FairleadException(String message, Throwable cause) {
    super(message, cause);
  }

  /**
   * The stable word for this kind, in upper case: the {@code code} of problem+json and of GraphQL
   * errors.
   */
  public abstract String code();
}
