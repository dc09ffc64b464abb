package io.fairlead.kernel.error;

/**
 * Who asks is not known: no credentials, or wrong ones. The message never says which. REST: 401.
 */
public final class Unauthenticated extends FairleadException {

  private static final long serialVersionUID = 1L;

  public Unauthenticated(String message) {
    super(message);
  }

  public Unauthenticated(String message, Throwable cause) {
    super(message, cause);
  }

  @Override
  public String code() {
    return "UNAUTHENTICATED";
  }
}
