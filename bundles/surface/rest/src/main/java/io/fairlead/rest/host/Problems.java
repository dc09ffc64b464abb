package io.fairlead.rest.host;

import io.fairlead.http.HttpRefusal;
import io.fairlead.kernel.audit.Act;
import io.fairlead.kernel.error.Conflict;
import io.fairlead.kernel.error.Exhausted;
import io.fairlead.kernel.error.FairleadException;
import io.fairlead.kernel.error.Forbidden;
import io.fairlead.kernel.error.Invalid;
import io.fairlead.kernel.error.NotFound;
import io.fairlead.kernel.error.Stale;
import io.fairlead.kernel.error.Unauthenticated;
import io.fairlead.kernel.error.Unavailable;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.HttpHeaders;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one place where a failure gets its status. What nobody foresaw is logged under a number, and
 * the caller is told the number only: no class, no trace.
 */
final class Problems {

  private static final Logger LOG = LoggerFactory.getLogger(Problems.class);

  private static final Map<Integer, String> CODES =
      Map.of(
          400, "BAD_REQUEST",
          401, "UNAUTHENTICATED",
          403, "FORBIDDEN",
          404, "NOT_FOUND",
          405, "METHOD_NOT_ALLOWED",
          406, "NOT_ACCEPTABLE",
          413, "TOO_LARGE",
          415, "UNSUPPORTED_MEDIA_TYPE",
          422, "INVALID",
          503, "UNAVAILABLE");

  private Problems() {}

  /** The code of a failure that has one of its own. */
  static String code(Throwable failure) {
    if (failure instanceof FairleadException known) {
      return known.code();
    }
    if (failure instanceof HttpRefusal refusal) {
      return refusal.code();
    }
    return failure instanceof Refused refused ? refused.problem().code() : Act.INTERNAL;
  }

  static Problem of(Throwable failure) {
    if (failure instanceof FairleadException known) {
      return of(known);
    }
    if (failure instanceof Refused refused) {
      return refused.problem();
    }
    if (failure instanceof HttpRefusal refusal) {
      return new Problem(refusal.status(), refusal.code(), refusal.detail());
    }
    if (failure instanceof WebApplicationException http && http.getResponse().getStatus() >= 400) {
      return of(http);
    }
    String number = Long.toHexString(ThreadLocalRandom.current().nextLong() | Long.MIN_VALUE);
    LOG.error("incident {}", number, failure);
    return new Problem(
        500, "INTERNAL", "the server failed to do that; its log knows more, as incident " + number);
  }

  private static Problem of(FairleadException failure) {
    if (failure instanceof Invalid invalid) {
      return Problem.of(invalid);
    }
    String detail = String.valueOf(failure.getMessage());
    if (failure instanceof Unavailable unavailable) {
      return new Problem(503, unavailable.code(), detail)
          .with(HttpHeaders.RETRY_AFTER, seconds(unavailable.retryAfter()));
    }
    if (failure instanceof Exhausted exhausted) {
      return new Problem(exhausted.callersOwn() ? 429 : 503, exhausted.code(), detail)
          .with(HttpHeaders.RETRY_AFTER, seconds(exhausted.retryAfter()));
    }
    Problem problem = new Problem(status(failure), failure.code(), detail);
    return failure instanceof Unauthenticated
        ? problem.with(HttpHeaders.WWW_AUTHENTICATE, "Basic realm=\"Fairlead\", charset=\"UTF-8\"")
        : problem;
  }

  private static int status(FairleadException failure) {
    if (failure instanceof NotFound) {
      return 404;
    }
    if (failure instanceof Conflict) {
      return 409;
    }
    if (failure instanceof Stale) {
      return 412;
    }
    if (failure instanceof Unauthenticated) {
      return 401;
    }
    if (failure instanceof Forbidden) {
      return 403;
    }
    throw new IllegalStateException(failure);
  }

  private static Problem of(WebApplicationException failure) {
    int status = failure.getResponse().getStatus();
    Problem problem =
        new Problem(
            status,
            CODES.getOrDefault(status, status < 500 ? "BAD_REQUEST" : "INTERNAL"),
            detail(status, failure.getMessage()));
    String allow = failure.getResponse().getHeaderString(HttpHeaders.ALLOW);
    return allow == null ? problem : problem.with(HttpHeaders.ALLOW, allow);
  }

  /** What a resource said itself, or a sentence of ours instead of the standard's phrase. */
  private static String detail(int status, String message) {
    if (message != null && !message.startsWith("HTTP " + status)) {
      return message;
    }
    return switch (status) {
      case 404 -> "nothing is at this path";
      case 405 -> "this path does not know the method; Allow says which it knows";
      case 406 -> "only application/json is to be had here";
      default -> "the request cannot be served";
    };
  }

  private static String seconds(Duration duration) {
    return Long.toString(Math.max(1, duration.plusMillis(999).toSeconds()));
  }
}
