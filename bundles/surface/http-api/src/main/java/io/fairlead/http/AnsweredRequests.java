package io.fairlead.http;

import io.fairlead.http.spi.AnsweredRequest;
import io.fairlead.http.spi.RequestListener;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells of requests that were answered, if anybody listens. */
public final class AnsweredRequests {

  private static final Logger LOG = LoggerFactory.getLogger(AnsweredRequests.class);

  private final String surface;
  private final Supplier<List<RequestListener>> listeners;

  /**
   * @param surface whose requests they are
   * @param listeners those that are there now; asked for every request, so no more than a read
   */
  public AnsweredRequests(String surface, Supplier<List<RequestListener>> listeners) {
    this.surface = surface;
    this.listeners = listeners;
  }

  /** Whether anybody listens. */
  public boolean heard() {
    return !listeners.get().isEmpty();
  }

  /**
   * One is answered. Cheap while nobody listens, and harmless whatever a listener does.
   *
   * @param operation what it came to
   * @param route the template that its path fits; null for none
   * @param status as in HTTP
   */
  public void tell(
      HttpServletRequest request,
      String operation,
      @Nullable String route,
      int status,
      long nanos) {
    List<RequestListener> now = listeners.get();
    if (now.isEmpty()) {
      return;
    }
    AnsweredRequest answered;
    try {
      answered =
          new AnsweredRequest(
              surface,
              operation,
              request.getMethod(),
              request.getScheme(),
              request.getRequestURI(),
              Optional.ofNullable(route),
              status,
              request.getRemoteAddr(),
              Optional.ofNullable(request.getHeader("traceparent")),
              Optional.ofNullable(request.getHeader("tracestate")),
              nanos);
    } catch (RuntimeException e) {
      LOG.warn("a request that was answered cannot be told of: {}", e.toString());
      return;
    }
    for (RequestListener listener : now) {
      tell(listener, answered);
    }
  }

  /** One that throws keeps nothing from the others; it may be missing classes while it leaves. */
  private static void tell(RequestListener listener, AnsweredRequest answered) {
    try {
      listener.answered(answered);
    } catch (RuntimeException | LinkageError e) {
      LOG.warn("a listener of requests failed: {}", e.toString());
    }
  }
}
