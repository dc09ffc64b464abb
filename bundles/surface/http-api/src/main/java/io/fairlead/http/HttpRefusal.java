package io.fairlead.http;

/** A request that breaks a rule of HTTP before any operation sees it. */
public final class HttpRefusal extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final int status;
  private final String code;

  /**
   * @param code the stable word for the kind
   */
  public HttpRefusal(int status, String code, String detail) {
    super(detail, null, false, false);
    this.status = status;
    this.code = code;
  }

  public int status() {
    return status;
  }

  public String code() {
    return code;
  }

  /** What the caller is told. */
  public String detail() {
    return String.valueOf(getMessage());
  }
}
