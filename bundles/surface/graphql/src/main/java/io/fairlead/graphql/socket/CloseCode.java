package io.fairlead.graphql.socket;

/** Why a socket is closed: the codes of graphql-transport-ws, and of RFC 6455's registry. */
enum CloseCode {
  GOING_AWAY(1001),
  POLICY(1008),
  TRY_AGAIN_LATER(1013),
  INVALID_MESSAGE(4400),
  UNAUTHORIZED(4401),
  FORBIDDEN(4403),
  INITIALISATION_TIMEOUT(4408),
  SUBSCRIBER_EXISTS(4409),
  TOO_MANY_INITIALISATIONS(4429);

  private final int number;

  CloseCode(int number) {
    this.number = number;
  }

  int number() {
    return number;
  }
}
