package io.fairlead.kernel.store;

/** A file of settings that cannot be read; the message says where and why, without its content. */
public final class UnreadableException extends Exception {

  private static final long serialVersionUID = 1L;

  UnreadableException(String message) {
    super(message);
  }
}
