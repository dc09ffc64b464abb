package io.fairlead.kernel.error;

/** The revision that the caller built on is no longer the present one. REST: 412. */
public final class Stale extends FairleadException {

  private static final long serialVersionUID = 1L;

  public Stale(String message) {
    super(message);
  }

  public Stale(String message, Throwable cause) {
    super(message, cause);
  }

  @Override
  public String code() {
    return "STALE";
  }
}
