package io.fairlead.client;

import java.io.IOException;

/**
 * What came is not the protocol, or more than the limits allow; the connection is closed and cannot
 * be used any more.
 */
public final class ProtocolException extends IOException {

  private static final long serialVersionUID = 1L;

  public ProtocolException(String message) {
    super(message);
  }
}
