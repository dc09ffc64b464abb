package io.fairlead.graphql.operation;

import io.fairlead.graphql.spi.Cancellable;
import io.fairlead.graphql.spi.Sink;
import io.fairlead.kernel.error.FairleadException;
import java.util.ArrayDeque;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Between a subscription's source, which never waits, and its subscriber, who asks for one value
 * after the other: a bounded number of values, of which the oldest is lost when one comes to a full
 * buffer. Values go on by the executor, one at a time and in order.
 */
public final class EventBuffer implements Sink, Publisher<Object>, Subscription {

  /** How many values wait for a slow subscriber. */
  public static final int CAPACITY = 256;

  private static final Logger LOG = LoggerFactory.getLogger(EventBuffer.class);

  private final Executor executor;
  private final Runnable ended;
  private final ArrayDeque<Object> values = new ArrayDeque<>();
  private @Nullable Subscriber<? super Object> subscriber;
  private @Nullable Cancellable source;
  private @Nullable FairleadException failure;
  private long demand;
  private long lost;
  private boolean closed;
  private boolean finished;
  private boolean delivering;
  private volatile long lostBefore;

  /**
   * @param ended called once when this is over, for whatever reason
   */
  public EventBuffer(Executor executor, Runnable ended) {
    this.executor = executor;
    this.ended = ended;
  }

  /** How many values were lost just before the one that is being delivered. */
  public long lostBefore() {
    return lostBefore;
  }

  /** What is to be ended with this; at once when this is over already. */
  public void endsWith(Cancellable opened) {
    boolean late;
    synchronized (this) {
      late = closed;
      if (!late) {
        source = opened;
      }
    }
    if (late) {
      opened.cancel();
    }
  }

  @Override
  public void next(Object value) {
    synchronized (this) {
      if (closed) {
        return;
      }
      if (values.size() == CAPACITY) {
        values.removeFirst();
        lost++;
      }
      values.addLast(value);
    }
    wake();
  }

  @Override
  public void end() {
    close(null, false);
  }

  @Override
  public void fail(FairleadException reason) {
    close(reason, false);
  }

  @Override
  public void subscribe(Subscriber<? super Object> asking) {
    synchronized (this) {
      subscriber = asking;
    }
    asking.onSubscribe(this);
    wake();
  }

  @Override
  public void request(long n) {
    synchronized (this) {
      demand += n;
    }
    wake();
  }

  @Override
  public void cancel() {
    close(null, true);
  }

  private void close(@Nullable FairleadException reason, boolean silently) {
    Cancellable present;
    boolean first;
    synchronized (this) {
      first = !closed;
      if (first) {
        closed = true;
        failure = reason;
      }
      if (silently) {
        finished = true;
        values.clear();
      }
      present = source;
      source = null;
    }
    if (present != null) {
      present.cancel();
    }
    if (first) {
      ended.run();
      wake();
    }
  }

  private void wake() {
    synchronized (this) {
      if (delivering || !deliverable()) {
        return;
      }
      delivering = true;
    }
    executor.execute(this::deliver);
  }

  private boolean deliverable() {
    return subscriber != null && !finished && (demand > 0 && !values.isEmpty() || isDrained());
  }

  private boolean isDrained() {
    return closed && values.isEmpty();
  }

  private void deliver() {
    while (true) {
      Subscriber<? super Object> to;
      Object value;
      FairleadException reason;
      synchronized (this) {
        if (!deliverable()) {
          delivering = false;
          return;
        }
        to = subscriber;
        reason = failure;
        value = values.pollFirst();
        if (value == null) {
          finished = true;
        } else {
          demand--;
          lostBefore = lost;
          lost = 0;
        }
      }
      try {
        hand(to, value, reason);
      } catch (RuntimeException e) {
        LOG.error("a subscriber failed; its subscription ends", e);
        cancel();
      }
    }
  }

  private static void hand(
      @Nullable Subscriber<? super Object> to,
      @Nullable Object value,
      @Nullable FairleadException reason) {
    if (to == null) {
      return;
    }
    if (value != null) {
      to.onNext(value);
    } else if (reason != null) {
      to.onError(reason);
    } else {
      to.onComplete();
    }
  }
}
