package io.fairlead.graphql.http;

import io.fairlead.graphql.execution.Delivery;
import io.fairlead.graphql.execution.Json;
import io.fairlead.graphql.execution.Outcome;
import io.fairlead.graphql.operation.Threads;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/**
 * Answers as server-sent events, by the distinct connections mode of the protocol graphql-sse:
 * {@code event: next} for each, {@code event: complete} at the end. No thread waits for the client.
 */
final class EventStream implements Delivery.Receiver {

  /** Between two comments that keep the connection: shorter than the connector's idle timeout. */
  private static final long KEEP_ALIVE_MILLIS = 12_000;

  private static final byte[] COMPLETE =
      "event: complete\ndata: \n\n".getBytes(StandardCharsets.UTF_8);
  private static final byte[] COMMENT = ":\n\n".getBytes(StandardCharsets.UTF_8);

  private final EventWriter writer;
  private final Future<?> keepAlive;
  private @Nullable Delivery delivery;
  private boolean closed;

  private EventStream(AsyncContext context, Threads threads) throws IOException {
    this.writer = new EventWriter(context, this::closed);
    this.keepAlive = threads.every(KEEP_ALIVE_MILLIS, () -> writer.sendIfIdle(COMMENT));
  }

  static void begin(
      HttpServletRequest request, HttpServletResponse response, Threads threads, Outcome outcome)
      throws IOException {
    response.setStatus(HttpServletResponse.SC_OK);
    response.setContentType(HttpAnswers.EVENTS + ";charset=utf-8");
    response.setHeader("X-Accel-Buffering", "no");
    AsyncContext context = request.startAsync(request, response);
    context.setTimeout(0);
    EventStream stream = new EventStream(context, threads);
    // A comment at once: the client sees the answer's head before the first event.
    stream.writer.send(COMMENT, () -> {});
    if (outcome instanceof Outcome.Single single) {
      stream.next(single.answer(), stream::complete);
    } else if (outcome instanceof Outcome.Many many) {
      stream.carry(Delivery.begin(many, stream));
    }
  }

  @Override
  public void next(Map<String, Object> answer, Runnable taken) {
    ByteArrayOutputStream frame = new ByteArrayOutputStream();
    frame.writeBytes("event: next\ndata: ".getBytes(StandardCharsets.UTF_8));
    frame.writeBytes(Json.bytes(answer));
    frame.writeBytes("\n\n".getBytes(StandardCharsets.UTF_8));
    writer.send(frame.toByteArray(), taken);
  }

  @Override
  public void complete() {
    writer.send(COMPLETE, writer::end);
  }

  private void carry(Delivery begun) {
    boolean late;
    synchronized (this) {
      delivery = begun;
      late = closed;
    }
    if (late) {
      begun.cancel();
    }
  }

  private void closed() {
    keepAlive.cancel(false);
    Delivery present;
    synchronized (this) {
      closed = true;
      present = delivery;
    }
    if (present != null) {
      present.cancel();
    }
  }
}
