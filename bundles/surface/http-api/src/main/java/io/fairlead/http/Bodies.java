package io.fairlead.http;

import io.fairlead.kernel.error.Exhausted;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Reads bodies of requests without waiting for them: what has not arrived yet is collected as it
 * comes, and then the request is dispatched once more. However slow its peer is, it holds no
 * thread. Safe for use by many threads.
 */
public final class Bodies {

  private static final String ARRIVED = Bodies.class.getName();
  private static final int CHUNK = 8_192;

  /**
   * @param most bytes of one body
   * @param mostPending bytes of all bodies that are still arriving
   * @param secs how long one may take
   */
  public record Limits(long most, long mostPending, long secs) {}

  /** Runs short work later. */
  @FunctionalInterface
  public interface Timer {
    Future<?> after(long millis, Runnable work);
  }

  private final Timer timer;
  private final AtomicLong pending = new AtomicLong();

  public Bodies(Timer timer) {
    this.timer = timer;
  }

  /**
   * The whole body, no bytes when there is none. Empty while it is still to come: the caller
   * returns at once, and is called with the same request again.
   *
   * @throws HttpRefusal 413 or 408
   * @throws Exhausted when too much of other bodies is still arriving
   */
  public Optional<byte[]> read(HttpServletRequest request, Limits limits) throws IOException {
    Object arrived = request.getAttribute(ARRIVED);
    if (arrived instanceof RuntimeException refused) {
      throw refused;
    }
    if (arrived instanceof byte[] body) {
      return Optional.of(body);
    }
    long length = request.getContentLengthLong();
    if (length > limits.most()) {
      throw tooLarge(limits);
    }
    if (length == 0 || length < 0 && request.getHeader("Transfer-Encoding") == null) {
      return Optional.of(new byte[0]);
    }
    ServletInputStream in = request.getInputStream();
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    byte[] chunk = new byte[CHUNK];
    while (body.size() <= limits.most() && in.available() > 0) {
      body.write(chunk, 0, Math.max(0, in.read(chunk)));
    }
    if (body.size() > limits.most()) {
      throw tooLarge(limits);
    }
    if (body.size() == length && in.read() < 0) {
      return Optional.of(body.toByteArray());
    }
    AsyncContext context = request.startAsync();
    context.setTimeout(0);
    new Arrival(request, context, in, body, limits).begin();
    return Optional.empty();
  }

  /** Of all bodies that are still arriving, in bytes. */
  long pending() {
    return pending.get();
  }

  private static HttpRefusal tooLarge(Limits limits) {
    return new HttpRefusal(413, "TOO_LARGE", "body: longer than " + limits.most() + " bytes");
  }

  private static HttpRefusal tooSlow(Limits limits) {
    return new HttpRefusal(
        408, "REQUEST_TIMEOUT", "body: not complete after " + limits.secs() + " s");
  }

  /** A body on its way. */
  private final class Arrival implements ReadListener {

    private final HttpServletRequest request;
    private final AsyncContext context;
    private final ServletInputStream in;
    private final ByteArrayOutputStream body;
    private final Limits limits;
    private final AtomicBoolean ended = new AtomicBoolean();
    private final AtomicLong held = new AtomicLong();
    private final Future<?> deadline;

    Arrival(
        HttpServletRequest request,
        AsyncContext context,
        ServletInputStream in,
        ByteArrayOutputStream body,
        Limits limits) {
      this.request = request;
      this.context = context;
      this.in = in;
      this.body = body;
      this.limits = limits;
      this.deadline = timer.after(limits.secs() * 1_000, () -> end(tooSlow(limits)));
    }

    void begin() {
      if (hold(body.size())) {
        in.setReadListener(this);
      }
    }

    @Override
    public void onDataAvailable() throws IOException {
      byte[] chunk = new byte[CHUNK];
      while (!ended.get() && in.isReady()) {
        int count = in.read(chunk);
        if (count < 0) {
          return;
        }
        body.write(chunk, 0, count);
        if (body.size() > limits.most()) {
          end(tooLarge(limits));
        } else if (!hold(count)) {
          return;
        }
      }
    }

    @Override
    public void onAllDataRead() {
      end(body.toByteArray());
    }

    @Override
    public void onError(Throwable failure) {
      if (failure instanceof TimeoutException || failure.getCause() instanceof TimeoutException) {
        end(tooSlow(limits));
      } else if (isFirstEnd()) {
        // The peer has gone: there is nobody to answer.
        context.complete();
      }
    }

    private boolean hold(int count) {
      held.addAndGet(count);
      long all = pending.addAndGet(count);
      if (ended.get()) {
        // It ended in between, and did not see this.
        release();
        return false;
      }
      if (all <= limits.mostPending()) {
        return true;
      }
      end(
          new Exhausted(
              "bodies: " + limits.mostPending() + " bytes are still arriving (expected: fewer)"));
      return false;
    }

    private void end(Object result) {
      if (isFirstEnd()) {
        request.setAttribute(ARRIVED, result);
        context.dispatch();
      }
    }

    private boolean isFirstEnd() {
      if (!ended.compareAndSet(false, true)) {
        return false;
      }
      deadline.cancel(false);
      release();
      return true;
    }

    private void release() {
      pending.addAndGet(-held.getAndSet(0));
    }
  }
}
