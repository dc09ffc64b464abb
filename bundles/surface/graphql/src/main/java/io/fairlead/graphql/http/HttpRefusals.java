package io.fairlead.graphql.http;

import io.fairlead.graphql.execution.Answers;
import io.fairlead.graphql.operation.Errors;
import io.fairlead.kernel.error.Exhausted;
import io.fairlead.kernel.error.FairleadException;
import io.fairlead.kernel.error.Forbidden;
import io.fairlead.kernel.error.Unauthenticated;
import io.fairlead.kernel.error.Unavailable;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** Requests that are refused before anything of them is run, in GraphQL's form. */
public final class HttpRefusals {

  /** RFC 6585, section 4. */
  private static final int TOO_MANY_REQUESTS = 429;

  private HttpRefusals() {}

  /** For the request's form. */
  public static void write(HttpServletResponse response, int status, String message)
      throws IOException {
    Map<String, Object> error =
        Map.of("message", message, "extensions", Map.of("code", codeOf(status)));
    HttpAnswers.write(response, status, HttpAnswers.JSON, Answers.of(List.of(error)));
  }

  /** For what went wrong; the status follows from its kind. */
  public static void write(HttpServletResponse response, Throwable error) throws IOException {
    FairleadException known = Errors.known(error, "");
    int status = HttpServletResponse.SC_BAD_REQUEST;
    if (known instanceof Unauthenticated) {
      status = HttpServletResponse.SC_UNAUTHORIZED;
      response.setHeader("WWW-Authenticate", "Basic realm=\"Fairlead\", charset=\"UTF-8\"");
    } else if (known instanceof Forbidden) {
      status = HttpServletResponse.SC_FORBIDDEN;
    } else if (known instanceof Exhausted exhausted) {
      status = unavailable(response, exhausted.retryAfter());
      if (exhausted.callersOwn()) {
        status = TOO_MANY_REQUESTS;
      }
    } else if (known instanceof Unavailable unavailable) {
      status = unavailable(response, unavailable.retryAfter());
    }
    HttpAnswers.write(response, status, HttpAnswers.JSON, Answers.of(known));
  }

  private static String codeOf(int status) {
    return switch (status) {
      case HttpServletResponse.SC_FORBIDDEN -> "FORBIDDEN";
      case HttpServletResponse.SC_NOT_FOUND -> "NOT_FOUND";
      case HttpServletResponse.SC_SERVICE_UNAVAILABLE -> "EXHAUSTED";
      default -> "INVALID";
    };
  }

  private static int unavailable(HttpServletResponse response, Duration retryAfter) {
    response.setHeader("Retry-After", Long.toString(Math.max(1, retryAfter.toSeconds())));
    return HttpServletResponse.SC_SERVICE_UNAVAILABLE;
  }
}
