package io.fairlead.graphql.http;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import java.io.IOException;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * Writes frames to a client without ever waiting for it. A client that takes nothing is closed by
 * the connector's idle timeout.
 */
final class EventWriter implements WriteListener, AsyncListener {

  private final AsyncContext context;
  private final ServletOutputStream out;
  private final Runnable closed;
  private final ArrayDeque<Frame> frames = new ArrayDeque<>();
  private @Nullable Frame written;
  private boolean unflushed;
  private boolean waiting = true;
  private boolean pumping;
  private boolean ended;
  private boolean over;

  private record Frame(byte[] bytes, Runnable taken) {}

  /**
   * @param closed called once when nothing can be written any more
   */
  EventWriter(AsyncContext context, Runnable closed) throws IOException {
    this.context = context;
    this.closed = closed;
    this.out = context.getResponse().getOutputStream();
    context.addListener(this);
    out.setWriteListener(this);
  }

  /**
   * @param taken called when the frame has gone to the client's socket; does not block
   */
  void send(byte[] bytes, Runnable taken) {
    synchronized (this) {
      if (!over) {
        frames.add(new Frame(bytes, taken));
      }
    }
    pump();
  }

  void sendIfIdle(byte[] bytes) {
    synchronized (this) {
      if (!frames.isEmpty() || written != null) {
        return;
      }
      frames.add(new Frame(bytes, () -> {}));
    }
    pump();
  }

  /** Nothing more after what was sent. */
  void end() {
    synchronized (this) {
      ended = true;
    }
    pump();
  }

  @Override
  public void onWritePossible() {
    synchronized (this) {
      waiting = false;
    }
    pump();
  }

  @Override
  public void onError(Throwable error) {
    finish(true);
  }

  @Override
  public void onComplete(AsyncEvent event) {
    finish(false);
  }

  @Override
  public void onTimeout(AsyncEvent event) {
    finish(true);
  }

  @Override
  public void onError(AsyncEvent event) {
    finish(true);
  }

  @Override
  public void onStartAsync(AsyncEvent event) {
    // Begun once and never again.
  }

  private void pump() {
    boolean done;
    synchronized (this) {
      if (pumping) {
        // A frame's taker sends another from within: the loop below finds it.
        return;
      }
      pumping = true;
      try {
        done = write();
      } catch (IOException | IllegalStateException e) {
        done = true;
      } finally {
        pumping = false;
      }
    }
    if (done) {
      finish(true);
    }
  }

  /** Whether nothing is left to be written for ever. */
  private boolean write() throws IOException {
    while (!over && !waiting) {
      if (!out.isReady()) {
        waiting = true;
      } else if (unflushed && frames.isEmpty()) {
        unflushed = false;
        out.flush();
      } else if (written != null) {
        Frame done = written;
        written = null;
        done.taken().run();
      } else if (!frames.isEmpty()) {
        written = frames.poll();
        unflushed = true;
        out.write(written.bytes());
      } else {
        return ended;
      }
    }
    return false;
  }

  private void finish(boolean complete) {
    synchronized (this) {
      if (over) {
        return;
      }
      over = true;
      frames.clear();
    }
    closed.run();
    if (complete) {
      try {
        context.complete();
      } catch (IllegalStateException e) {
        // The container was first.
      }
    }
  }
}
