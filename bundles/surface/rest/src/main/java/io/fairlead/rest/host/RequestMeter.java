package io.fairlead.rest.host;

import io.fairlead.http.AnswerTimer;
import io.fairlead.http.AnsweredRequests;
import io.fairlead.kernel.metric.OperationMeter;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** Counts each request by the operation that it came to, when its answer is complete. */
final class RequestMeter {

  /** The request's attribute that holds what it {@link Reached}. */
  static final String REACHED = "io.fairlead.rest.operation";

  /** The surface's name for meters and listeners. */
  static final String SURFACE = "rest";

  private final OperationMeter meter;
  private final AnsweredRequests listeners;
  private final AnswerTimer timer;

  /**
   * @param ticker nanoseconds
   */
  RequestMeter(OperationMeter meter, AnsweredRequests listeners, LongSupplier ticker) {
    this.meter = meter;
    this.listeners = listeners;
    this.timer = new AnswerTimer(ticker, this::done);
  }

  /**
   * The operation that a request came to; one object for all of its requests.
   *
   * @param operation its id
   * @param route the template of its path
   */
  record Reached(String operation, String route) {}

  /** Serves and counts; a failure that leaves the servlet is the server's. */
  void measure(
      HttpServletRequest request, HttpServletResponse response, AnswerTimer.Service service)
      throws ServletException, IOException {
    timer.serve(request, response, service);
  }

  private void done(HttpServletRequest request, int status, long nanos) {
    @Nullable Reached reached =
        request.getAttribute(REACHED) instanceof Reached operation ? operation : null;
    String operation = reached == null ? OperationMeter.NONE : reached.operation();
    meter.done(SURFACE, operation, status, nanos);
    listeners.tell(request, operation, reached == null ? null : reached.route(), status, nanos);
  }
}
