package io.fairlead.rest.host;

import io.fairlead.kernel.metric.OperationMeter;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.function.LongSupplier;

/** Counts each request by the operation that it came to, when its answer is complete. */
final class RequestMeter {

  /** The request's attribute that holds the id of the operation. */
  static final String OPERATION = "io.fairlead.rest.operation";

  private static final String SURFACE = "rest";

  private final OperationMeter meter;
  private final LongSupplier ticker;

  /**
   * @param ticker nanoseconds
   */
  RequestMeter(OperationMeter meter, LongSupplier ticker) {
    this.meter = meter;
    this.ticker = ticker;
  }

  /** What serves a request. */
  @FunctionalInterface
  interface Service {
    void serve(HttpServletRequest request, HttpServletResponse response)
        throws ServletException, IOException;
  }

  /** Serves and counts; a failure that leaves the servlet is the server's. */
  void measure(HttpServletRequest request, HttpServletResponse response, Service service)
      throws ServletException, IOException {
    long since = ticker.getAsLong();
    boolean answered = false;
    try {
      service.serve(request, response);
      answered = true;
    } finally {
      if (answered && request.isAsyncStarted()) {
        request.getAsyncContext().addListener(new Completed(request, response, since));
      } else if (request.getDispatcherType() != DispatcherType.ASYNC) {
        // one that goes on after its body has come is counted when all of it is complete
        done(request, answered ? response.getStatus() : 500, since);
      }
    }
  }

  private void done(HttpServletRequest request, int status, long since) {
    Object operation = request.getAttribute(OPERATION);
    meter.done(
        SURFACE,
        operation instanceof String id ? id : OperationMeter.NONE,
        status,
        ticker.getAsLong() - since);
  }

  private final class Completed implements AsyncListener {
    private final HttpServletRequest request;
    private final HttpServletResponse response;
    private final long since;

    Completed(HttpServletRequest request, HttpServletResponse response, long since) {
      this.request = request;
      this.response = response;
      this.since = since;
    }

    @Override
    public void onComplete(AsyncEvent event) {
      done(request, response.getStatus(), since);
    }

    @Override
    public void onTimeout(AsyncEvent event) {
      // onComplete follows
    }

    @Override
    public void onError(AsyncEvent event) {
      // onComplete follows
    }

    @Override
    public void onStartAsync(AsyncEvent event) {
      // still the same request
    }
  }
}
