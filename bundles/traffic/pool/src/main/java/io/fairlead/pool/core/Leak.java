package io.fairlead.pool.core;

import io.fairlead.traffic.pool.AcquireRequest;
import io.fairlead.traffic.pool.LeaksView.LeakView;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A loan that was out for too long: who had it, since when, and what became of it. */
final class Leak {

  private static final int MOST_FRAMES = 64;

  /** Of a trace: where it was taken. */
  private static final int OWN_FRAMES = 1;

  private static final double SECOND = 1e9;

  private final long connection;
  private final AcquireRequest request;

  /** Null when it is over: what is remembered must keep no connection. */
  private @Nullable Lease lease;

  private @Nullable String query;
  private final long since;
  private final long detected;
  private volatile @Nullable Thread thread;
  private final @Nullable String threadName;
  private volatile @Nullable List<String> stack;

  /** Why it was taken back, when it is over and was. */
  private @Nullable String takenBack;

  private long endedAt;

  Leak(Lease lease, long since, long now) {
    this.lease = lease;
    this.connection = lease.slot.id;
    this.request = lease.request;
    this.since = since;
    this.detected = now;
    this.thread = lease.holder instanceof Thread holder ? holder : null;
    this.threadName = thread == null ? null : thread.getName();
  }

  /** Keeps where it was borrowed, else where its thread is now. */
  void sample(Lease of) {
    Throwable trace = of.trace;
    if (trace != null) {
      StackTraceElement[] then = trace.getStackTrace();
      stack = frames(Arrays.copyOfRange(then, Math.min(OWN_FRAMES, then.length), then.length));
      return;
    }
    Thread holder = thread;
    if (holder != null) {
      StackTraceElement[] now = holder.getStackTrace();
      stack = now.length == 0 ? null : frames(now); // an ended thread has none
    }
  }

  private static List<String> frames(StackTraceElement[] elements) {
    return Arrays.stream(elements).limit(MOST_FRAMES).map(StackTraceElement::toString).toList();
  }

  /** For a log: the stack, where it is known. */
  String where() {
    List<String> known = stack;
    return known == null ? "" : "\n\tat " + String.join("\n\tat ", known);
  }

  boolean stands() {
    Lease mine = lease;
    return mine != null && mine.stands();
  }

  void ended(long now) {
    query = query();
    takenBack = lease == null ? null : lease.takenBackBecause();
    lease = null;
    thread = null;
    endedAt = now;
  }

  private @Nullable String query() {
    Lease mine = lease;
    return mine == null ? query : mine.lastStatement();
  }

  private double age(long now) {
    return Math.max(0, (lease == null ? endedAt : now) - since) / SECOND;
  }

  LeakView view(Pool pool, long now) {
    Instant wall = pool.wall.instant();
    return new LeakView(
        connection,
        request.sessionId().isPresent() ? request.sessionId().getAsLong() : null,
        age(now),
        request.user(),
        request.clientAddress().orElse(null),
        query(),
        threadName,
        stack,
        wall.minusNanos(now - since),
        wall.minusNanos(now - detected),
        state());
  }

  private String state() {
    Lease mine = lease;
    if (mine != null) {
      return mine.revoked() ? "reclaimed" : "out";
    }
    return takenBack == null ? "returned" : "reclaimed";
  }

  /**
   * {@code connection 7: came home after 12.3 s}, or {@code connection 7: was taken back: was
   * killed, after 12.3 s}.
   */
  @Override
  public String toString() {
    String why = takenBack;
    String own = "connection " + connection + ": ";
    String end =
        why == null
            ? "came home"
            : takenBack(why.startsWith(own) ? why.substring(own.length()) : why) + ",";
    return own + "%s after %.1f s".formatted(end, age(endedAt));
  }

  private static String takenBack(String why) {
    if (why.startsWith("was taken back")) {
      return why;
    }
    return why.startsWith("taken back") ? "was " + why : "was taken back: " + why;
  }
}
