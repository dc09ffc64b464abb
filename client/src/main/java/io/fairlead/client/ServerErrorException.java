package io.fairlead.client;

import java.io.IOException;

/**
 * The server answered a request with an Error; the connection can be used on, unless the server
 * says that it closes it.
 */
public final class ServerErrorException extends IOException {

  private static final long serialVersionUID = 1L;

  public ServerErrorException(String message) {
    super(message);
  }
}
