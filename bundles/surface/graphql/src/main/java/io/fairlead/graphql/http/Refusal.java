package io.fairlead.graphql.http;

/** An HTTP request that is refused for its form, before anything is asked of GraphQL. */
final class Refusal extends Exception {

  private static final long serialVersionUID = 1L;

  private final int status;

  Refusal(int status, String message) {
    super(message);
    this.status = status;
  }

  int status() {
    return status;
  }
}
