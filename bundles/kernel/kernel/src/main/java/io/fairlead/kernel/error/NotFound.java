package io.fairlead.kernel.error;

/** The thing that was named does not exist. REST: 404. */
public final class NotFound extends FairleadException {

  private static final long serialVersionUID = 1L;

  public NotFound(String message) {
    super(message);
  }

  public NotFound(String message, Throwable cause) {
    super(message, cause);
  }

  @Override
  public String code() {
    return "NOT_FOUND";
  }
}
