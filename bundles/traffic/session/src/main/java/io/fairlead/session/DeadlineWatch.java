package io.fairlead.session;

import io.fairlead.session.Alarms.Alarm;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * The one deadline of a session that counts now. Setting it is a field write in the common case: an
 * alarm that is due before it stays as it is and looks again when it rings, so that a session makes
 * an alarm once in a timeout, not once in a statement.
 */
final class DeadlineWatch {

  private static final long NEVER = Long.MAX_VALUE;

  private final Alarms alarms;
  private final Runnable passed;
  private final long origin;

  /** Nanoseconds since {@link #origin}, so that comparing needs no care about overflow. */
  private final AtomicLong deadline = new AtomicLong(NEVER);

  /**
   * When the alarm rings. Written under the lock; read without it after {@link #deadline} was
   * written, so that one side sees the other.
   */
  private volatile long rings = NEVER;

  private @Nullable Alarm alarm;
  private boolean closed;

  /**
   * @param passed called on the alarms' thread when the deadline has passed; by then the session
   *     may be about something else already, so it looks again
   */
  DeadlineWatch(Alarms alarms, Runnable passed) {
    this.alarms = alarms;
    this.passed = passed;
    this.origin = alarms.nanoTime();
  }

  /** Sets the deadline so many nanoseconds from now. */
  void in(long nanos) {
    long now = alarms.nanoTime() - origin;
    long due = nanos > NEVER - now ? NEVER : now + nanos;
    deadline.set(due);
    if (due < rings) {
      arm(due, now);
    }
  }

  /**
   * No deadline. The alarm stays: it is cheaper to let it ring for nothing than to make another for
   * the next statement.
   */
  void off() {
    deadline.set(NEVER);
  }

  synchronized void close() {
    closed = true;
    deadline.set(NEVER);
    if (alarm != null) {
      alarm.callOff();
    }
  }

  private synchronized void arm(long due, long now) {
    if (closed || due >= rings) {
      return;
    }
    if (alarm != null) {
      alarm.callOff();
    }
    rings = due;
    alarm = alarms.after(Math.max(0, due - now), this::rang);
  }

  private void rang() {
    long now = alarms.nanoTime() - origin;
    synchronized (this) {
      rings = NEVER;
      alarm = null;
    }
    long due = deadline.get();
    if (due <= now) {
      if (deadline.compareAndSet(due, NEVER)) {
        passed.run();
      }
    } else if (due != NEVER) {
      arm(due, now);
    }
  }
}
