package io.fairlead.kernel.error;

/**
 * What was asked contradicts what is: a name that is taken, a resource that something else names.
 * REST: 409.
 */
public final class Conflict extends FairleadException {

  private static final long serialVersionUID = 1L;

  public Conflict(String message) {
    super(message);
  }

  public Conflict(String message, Throwable cause) {
    super(message, cause);
  }

  @Override
  public String code() {
    return "CONFLICT";
  }
}
