package io.fairlead.kernel.error;

/** Who asks is known and may not. REST: 403. */
public final class Forbidden extends FairleadException {

  private static final long serialVersionUID = 1L;

  public Forbidden(String message) {
    super(message);
  }

  public Forbidden(String message, Throwable cause) {
    super(message, cause);
  }

  @Override
  public String code() {
    return "FORBIDDEN";
  }
}
