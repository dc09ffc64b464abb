package io.fairlead.rest.host;

import io.fairlead.http.SecureHeaders;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/** Answers of servlets, outside Jersey. */
final class Answers {

  /** Only the host's own types go through it, so it may live as long as the bundle. */
  private static final Json JSON = new Json();

  private Answers() {}

  /** The headers that every answer has. */
  static void secure(HttpServletResponse response) {
    SecureHeaders.set(response);
  }

  static void json(HttpServletResponse response, int status, String type, Object body)
      throws IOException {
    response.setStatus(status);
    response.setContentType(type);
    JSON.write(response.getOutputStream(), body);
  }

  private static boolean hasUnreadBody(HttpServletRequest request) throws IOException {
    boolean hasBody =
        request.getContentLengthLong() > 0 || request.getHeader("Transfer-Encoding") != null;
    return hasBody && !request.getInputStream().isFinished();
  }

  /** Tells of a failure; nothing when the answer has begun already. */
  static void problem(HttpServletRequest request, HttpServletResponse response, Throwable failure)
      throws IOException {
    Problem problem = Problems.of(failure);
    if (response.isCommitted()) {
      return;
    }
    response.resetBuffer();
    if (hasUnreadBody(request)) {
      // The server closes a connection whose request it did not read to the end; unless it says so,
      // a client sends the next request on it and gets no answer (RFC 9112, section 9.6).
      response.setHeader("Connection", "close");
    }
    problem.headers().forEach(response::setHeader);
    json(response, problem.status(), Problem.MEDIA_TYPE, problem.body(request.getRequestURI()));
  }
}
