package io.fairlead.http;

import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.function.LongSupplier;

/** Serves requests and says of each once how it ended, when its answer is complete. */
public final class AnswerTimer {

  private final LongSupplier ticker;
  private final Ended ended;

  /**
   * @param ticker nanoseconds
   * @param ended told on the thread that completed the answer
   */
  public AnswerTimer(LongSupplier ticker, Ended ended) {
    this.ticker = ticker;
    this.ended = ended;
  }

  /** What serves a request. */
  @FunctionalInterface
  public interface Service {
    void serve(HttpServletRequest request, HttpServletResponse response)
        throws ServletException, IOException;
  }

  /** Who is told. */
  @FunctionalInterface
  public interface Ended {
    void ended(HttpServletRequest request, int status, long nanos);
  }

  /** Serves and tells; a failure that leaves the servlet is the server's. */
  public void serve(HttpServletRequest request, HttpServletResponse response, Service service)
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
        // one that goes on after its body has come is told when all of it is complete
        tell(request, answered ? response.getStatus() : 500, since);
      }
    }
  }

  private void tell(HttpServletRequest request, int status, long since) {
    ended.ended(request, status, ticker.getAsLong() - since);
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
      tell(request, response.getStatus(), since);
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
