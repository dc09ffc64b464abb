package io.fairlead.rest.host;

import io.fairlead.kernel.error.Unavailable;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/**
 * The gap between finding a servlet and calling it. The HTTP service first looks which servlet
 * answers a path, then calls the filters, then the servlet, and throws when that was unregistered
 * meanwhile. The request was seen by nobody then, so it is asked again: the servlet's successor, or
 * who answers for a page that has gone.
 */
final class JustGone {

  /** What Felix HTTP's {@code ServletHandler} says; there is no type to know it by. */
  private static final String TOLD = "Servlet has been unregistered";

  private final AskedAgain again;

  JustGone(AskedAgain again) {
    this.again = again;
  }

  void pass(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    try {
      chain.doFilter(request, response);
    } catch (ServletException e) {
      if (!TOLD.equals(e.getMessage()) || response.isCommitted()) {
        throw e;
      }
      if (!again.later(request)) {
        Answers.problem(request, response, new Unavailable("what answers here has just gone"));
      }
    }
  }
}
