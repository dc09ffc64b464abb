package io.fairlead.rest.host;

/** A request that breaks a rule of HTTP or JSON before any operation sees it. */
final class Refused extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final transient Problem problem;

  Refused(int status, String code, String detail) {
    this(new Problem(status, code, detail));
  }

  Refused(Problem problem) {
    super(problem.detail(), null, false, false);
    this.problem = problem;
  }

  static Refused notJson(String why) {
    return new Refused(400, "NOT_JSON", "body: " + why + " (expected: a JSON object)");
  }

  Problem problem() {
    return problem;
  }
}
