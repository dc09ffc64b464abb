package io.fairlead.graphql.http;

import io.fairlead.graphql.execution.Answers;
import io.fairlead.graphql.execution.GraphqlRequest;
import io.fairlead.graphql.execution.Operations;
import io.fairlead.graphql.execution.Outcome;
import io.fairlead.graphql.execution.Prepared;
import io.fairlead.graphql.execution.Prepared.Kind;
import io.fairlead.graphql.operation.Doorway;
import io.fairlead.graphql.operation.FieldMeter;
import io.fairlead.graphql.operation.Limits;
import io.fairlead.graphql.operation.Threads;
import io.fairlead.http.AnswerTimer;
import io.fairlead.http.AnsweredRequests;
import io.fairlead.http.Bodies;
import io.fairlead.http.HttpRefusal;
import io.fairlead.http.SecureHeaders;
import io.fairlead.http.Sites;
import io.fairlead.kernel.access.Caller;
import io.fairlead.kernel.error.Unavailable;
import io.fairlead.kernel.metric.OperationMeter;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * POST and GET of {@code /graphql}. GET never changes anything. A client that takes {@code
 * text/event-stream} and not JSON gets everything as events; a subscription comes only so.
 */
public final class HttpOperations {

  private static final String ROUTE = "/graphql";
  private static final String OPERATION = "io.fairlead.graphql.operation";

  private final Doorway doorway;
  private final Operations operations;
  private final Threads threads;
  private final FieldMeter meter;
  private final Supplier<Limits> limits;
  private final Bodies bodies;
  private final AnsweredRequests answered;
  private final AnswerTimer timer;

  /**
   * @param answered told of each request when it is answered
   * @param ticker nanoseconds
   */
  public HttpOperations(
      Doorway doorway,
      Operations operations,
      Threads threads,
      FieldMeter meter,
      Supplier<Limits> limits,
      AnsweredRequests answered,
      LongSupplier ticker) {
    this.answered = answered;
    this.timer = new AnswerTimer(ticker, this::tell);
    this.meter = meter;
    this.limits = limits;
    this.bodies = new Bodies(threads::after);
    this.doorway = doorway;
    this.operations = operations;
    this.threads = threads;
  }

  /** Answers one request, or begins to. */
  public void service(HttpServletRequest request, HttpServletResponse response)
      throws ServletException, IOException {
    if (answered.heard()) {
      timer.serve(request, response, this::serve);
    } else {
      serve(request, response);
    }
  }

  private void tell(HttpServletRequest request, int status, long nanos) {
    Object operation = request.getAttribute(OPERATION);
    answered.tell(
        request,
        operation == null ? OperationMeter.NONE : operation.toString(),
        ROUTE,
        status,
        nanos);
  }

  private void serve(HttpServletRequest request, HttpServletResponse response) throws IOException {
    SecureHeaders.set(response);
    try {
      Sites.ensureSeen(request);
      Caller caller = doorway.enter(request);
      switch (request.getMethod()) {
        case "POST" -> {
          Optional<GraphqlRequest> asked =
              HttpRequests.ofBody(request, bodies, limits.get().bodies());
          if (asked.isPresent()) {
            answer(request, response, asked.get(), caller);
          }
        }
        case "GET" -> answer(request, response, HttpRequests.ofParameters(request), caller);
        default -> throw notAllowed(response, request.getMethod(), "GET, POST");
      }
    } catch (Refusal e) {
      meter.refused();
      closeIfUnread(request, response);
      HttpRefusals.write(response, e.status(), String.valueOf(e.getMessage()));
    } catch (HttpRefusal e) {
      closeIfUnread(request, response);
      HttpRefusals.write(response, e.status(), e.detail());
    } catch (RuntimeException e) {
      meter.refused(e);
      closeIfUnread(request, response);
      HttpRefusals.write(response, e);
    }
  }

  private void answer(
      HttpServletRequest request, HttpServletResponse response, GraphqlRequest asked, Caller caller)
      throws IOException, Refusal {
    Prepared prepared = operations.prepare(asked);
    if (prepared.kind() == Kind.MUTATION && request.getMethod().equals("GET")) {
      throw notAllowed(response, "GET of a mutation", "POST");
    }
    boolean events =
        HttpAnswers.accepts(request, HttpAnswers.EVENTS)
            && (prepared.kind() == Kind.SUBSCRIPTION
                || !HttpAnswers.accepts(request, HttpAnswers.JSON));
    if (!prepared.isRight()) {
      if (events || HttpAnswers.accepts(request, HttpAnswers.EVENTS)) {
        HttpAnswers.write(
            response,
            HttpServletResponse.SC_BAD_REQUEST,
            HttpAnswers.JSON,
            Answers.of(prepared.errors()));
      } else {
        HttpAnswers.write(request, response, Answers.of(prepared.errors()));
      }
      return;
    }
    if (prepared.kind() == Kind.SUBSCRIPTION && !events) {
      throw new Refusal(
          HttpServletResponse.SC_BAD_REQUEST,
          "a subscription takes Accept: text/event-stream, or the WebSocket at /graphql/ws");
    }
    if (answered.heard()) {
      request.setAttribute(OPERATION, prepared.rootFields());
    }
    Outcome outcome = await(prepared, asked, caller);
    if (events) {
      EventStream.begin(request, response, threads, outcome);
    } else if (outcome instanceof Outcome.Single single) {
      HttpAnswers.write(request, response, single.answer());
    }
  }

  private Outcome await(Prepared prepared, GraphqlRequest asked, Caller caller) {
    try {
      return operations.run(prepared, asked, caller).get();
    } catch (ExecutionException e) {
      throw e.getCause() instanceof RuntimeException cause ? cause : new IllegalStateException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Unavailable("the server stops");
    }
  }

  private static Refusal notAllowed(HttpServletResponse response, String what, String allowed) {
    response.setHeader("Allow", allowed);
    return new Refusal(
        HttpServletResponse.SC_METHOD_NOT_ALLOWED, what + " (expected: " + allowed + ")");
  }

  /**
   * The server closes a connection whose request it did not read to the end; unless it says so, a
   * client sends the next request on it and gets no answer (RFC 9112, section 9.6).
   */
  private static void closeIfUnread(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    boolean hasBody =
        request.getContentLengthLong() > 0 || request.getHeader("Transfer-Encoding") != null;
    if (hasBody && !response.isCommitted() && !request.getInputStream().isFinished()) {
      response.setHeader("Connection", "close");
    }
  }
}
