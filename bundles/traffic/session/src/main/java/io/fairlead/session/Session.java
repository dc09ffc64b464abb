package io.fairlead.session;

import io.fairlead.session.Execution.Kind;
import io.fairlead.traffic.pool.AcquireRequest;
import io.fairlead.traffic.pool.ConnectionPool;
import io.fairlead.traffic.pool.Loan;
import io.fairlead.traffic.pool.PoolMode;
import io.fairlead.traffic.pool.spi.ResultSink;
import io.fairlead.traffic.session.ClientSession;
import io.fairlead.traffic.session.RequestCallback;
import io.fairlead.traffic.session.SessionRequest;
import io.fairlead.traffic.session.SessionView;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * One session. What it is about is one reference: {@link #IDLE}, the {@link Held} connection, the
 * {@link Execution} under way, or {@link #CLOSED}; whoever changes it by compare-and-set (the
 * client's event loop, a worker, an administrator, the timer) owns what it replaced.
 */
final class Session implements ClientSession {

  private static final Object IDLE = new Object();
  private static final Object CLOSED = new Object();

  /**
   * How long a cancelled statement has to end before its client is answered without it: a deadline
   * is one for the client, too, when the database does not answer.
   */
  static final long CANCEL_GRACE_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

  private static final String UNANSWERED = "; the database has not answered the cancel yet";

  private static final int LONGEST_SHOWN_QUERY = 1_000;

  /** A connection kept between requests. */
  private record Held(Loan loan, ConnectionPool pool, Optional<String> because) {}

  private final long id;
  private final SessionRequest request;
  private final SessionRegistry registry;
  private final AcquireRequest acquireRequest;
  private final Instant createdAt;
  private final long createdNanos;
  private final DeadlineWatch watch;
  private final AtomicReference<Object> state = new AtomicReference<>(IDLE);

  private volatile long lastActivityMillis;
  private volatile long statements;
  private volatile long transactions;
  private volatile long transactionId;
  private volatile long transactionSince;

  /**
   * When the present phase has to be over, on the alarms' clock; meaningful only with {@link
   * #dueReason}.
   */
  private volatile long dueNanos;

  private volatile @Nullable String dueReason;

  /** What the next request is answered with, once: why its transaction is no more. */
  private volatile @Nullable String lostTransaction;

  private volatile @Nullable String closeReason;

  Session(long id, SessionRequest request, SessionRegistry registry) {
    this.id = id;
    this.request = request;
    this.registry = registry;
    this.acquireRequest =
        new AcquireRequest(
            OptionalLong.of(id),
            request.user(),
            Optional.of(request.clientAddress()),
            Optional.empty(),
            request.priority(),
            Optional.empty(),
            Optional.empty(),
            request.attributes(),
            null);
    this.createdAt = registry.clock().instant();
    this.createdNanos = registry.alarms().nanoTime();
    this.lastActivityMillis = createdAt.toEpochMilli();
    this.watch = new DeadlineWatch(registry.alarms(), this::deadlinePassed);
  }

  @Override
  public long id() {
    return id;
  }

  SessionRequest request() {
    return request;
  }

  AcquireRequest acquireRequest() {
    return acquireRequest;
  }

  long ageNanos() {
    return registry.alarms().nanoTime() - createdNanos;
  }

  @Override
  public boolean waits() {
    return state.get() instanceof Execution execution && !execution.hasConnection();
  }

  boolean busy() {
    return state.get() instanceof Execution;
  }

  @Override
  public void query(String sql, ResultSink sink, RequestCallback callback) {
    start(Kind.QUERY, sql, sink, callback);
  }

  @Override
  public void begin(RequestCallback callback) {
    start(Kind.BEGIN, "BEGIN", null, callback);
  }

  @Override
  public void commit(RequestCallback callback) {
    start(Kind.COMMIT, "COMMIT", null, callback);
  }

  @Override
  public void rollback(RequestCallback callback) {
    start(Kind.ROLLBACK, "ROLLBACK", null, callback);
  }

  private void start(Kind kind, String text, @Nullable ResultSink sink, RequestCallback callback) {
    touch();
    RequestCallback heard = registry.answered().heard(callback, request, text);
    if (kind == Kind.QUERY) {
      statements++; // only the client's own thread counts here, one request at a time
      proceed(kind, text, sink, registry.statements().measured(heard));
      return;
    }
    proceed(kind, text, sink, heard);
  }

  private void proceed(
      Kind kind, String text, @Nullable ResultSink sink, RequestCallback callback) {
    String refusal = refusal(kind);
    if (refusal != null) {
      callback.failed(refusal);
      return;
    }
    Object before = state.get();
    if (before instanceof Held held) {
      Execution next = new Execution(this, kind, text, sink, callback, held.pool());
      if (state.compareAndSet(held, next)) {
        began();
        next.startOn(held.loan());
        return;
      }
      // The timer or an administrator was faster: the reason is there now, or the session is
      // closed.
      proceed(kind, text, sink, callback);
      return;
    }
    Optional<ConnectionPool> pool = registry.pool(request.pool());
    if (pool.isEmpty()) {
      callback.failed(Execution.noPool(request.pool()).getMessage());
      return;
    }
    if (kind == Kind.BEGIN && pool.get().poolMode() == PoolMode.STATEMENT) {
      callback.failed(Execution.noTransactions(pool.get()));
      return;
    }
    Execution next = new Execution(this, kind, text, sink, callback, pool.get());
    if (before != IDLE || !state.compareAndSet(IDLE, next)) {
      callback.failed(
          before instanceof Execution ? "a request is under way already" : closedText());
      return;
    }
    began();
    next.startByAcquiring();
  }

  private @Nullable String refusal(Kind kind) {
    if (state.get() == CLOSED) {
      return closedText();
    }
    String lost = lostTransaction;
    if (lost != null) {
      lostTransaction = null;
      return lost;
    }
    boolean open = transactionId != 0;
    return switch (kind) {
      case QUERY -> null;
      case BEGIN -> open ? "a transaction is open already: " + transactionId : null;
      case COMMIT, ROLLBACK -> open ? null : "no transaction is open";
    };
  }

  private String closedText() {
    String reason = closeReason;
    return reason == null ? "the session is closed" : "the session is closed: " + reason;
  }

  private void began() {
    registry.event("active", id);
  }

  /** The execution has its connection and begins to work. */
  void running(Execution execution) {
    Optional<Duration> statementLimit = execution.pool.statementTimeout();
    long now = registry.alarms().nanoTime();
    long due = statementLimit.map(limit -> now + limit.toNanos()).orElse(Long.MAX_VALUE);
    String reason =
        statementLimit
            .map(limit -> "statement timeout: cancelled after " + limit.toSeconds() + " s")
            .orElse(null);
    if (transactionId != 0) {
      Optional<Duration> transactionLimit = execution.pool.transactionTimeout();
      if (transactionLimit.isPresent()) {
        long transactionDue = transactionSince + transactionLimit.get().toNanos();
        if (reason == null || transactionDue - due < 0) {
          due = transactionDue;
          reason = transactionTimeoutText(transactionLimit.get());
        }
      }
    }
    setDeadline(reason, due, now);
  }

  private static String transactionTimeoutText(Duration limit) {
    return "transaction timeout: rolled back after " + limit.toSeconds() + " s";
  }

  private void setDeadline(@Nullable String reason, long due, long now) {
    dueNanos = due;
    dueReason = reason;
    if (reason == null) {
      watch.off();
    } else {
      watch.in(Math.max(0, due - now));
    }
  }

  /**
   * The execution has ended and speaks for its request.
   *
   * @param kept the connection that the session keeps; null when it was given back
   * @return the open transaction's id, 0 for none
   */
  long finished(
      Execution execution, @Nullable Loan kept, boolean transactionOpen, Optional<String> because) {
    touch();
    if (!transactionOpen) {
      transactionId = 0;
    } else if (transactionId == 0) {
      transactionId = registry.nextTransactionId();
      transactionSince = registry.alarms().nanoTime();
      transactions++; // no other request can be under way
    }
    long transaction = transactionId;
    watch.off();
    dueReason = null;
    Object next = kept == null ? IDLE : new Held(kept, execution.pool, because);
    if (kept != null && transactionOpen) {
      watchTransaction(execution.pool);
    }
    if (!state.compareAndSet(execution, next)) {
      if (kept != null) {
        kept.release();
      }
      watch.off();
    }
    registry.event("idle", id);
    return transaction;
  }

  private void watchTransaction(ConnectionPool pool) {
    long now = registry.alarms().nanoTime();
    long due = Long.MAX_VALUE;
    String reason = null;
    Optional<Duration> idleLimit = pool.idleInTransactionTimeout();
    if (idleLimit.isPresent()) {
      due = now + idleLimit.get().toNanos();
      reason =
          "idle in transaction timeout: rolled back after " + idleLimit.get().toSeconds() + " s";
    }
    Optional<Duration> transactionLimit = pool.transactionTimeout();
    if (transactionLimit.isPresent()) {
      long transactionDue = transactionSince + transactionLimit.get().toNanos();
      if (reason == null || transactionDue - due < 0) {
        due = transactionDue;
        reason = transactionTimeoutText(transactionLimit.get());
      }
    }
    setDeadline(reason, due, now);
  }

  private void deadlinePassed() {
    String reason = dueReason;
    Object now = state.get();
    if (reason == null || dueNanos - registry.alarms().nanoTime() > 0) {
      return;
    }
    if (now instanceof Held held) {
      // Set before the state turns, so that the request which finds it idle is told.
      lostTransaction = reason;
      if (state.compareAndSet(held, IDLE)) {
        transactionId = 0;
        dueReason = null;
        held.loan().release();
      } else {
        lostTransaction = null;
      }
    } else if (now instanceof Execution execution) {
      dueReason = null;
      execution.stop(reason);
      registry.alarms().after(CANCEL_GRACE_NANOS, () -> giveUp(execution, reason + UNANSWERED));
    }
  }

  /**
   * The connection under a running statement was taken back, and the pool cancels the statement. It
   * mostly ends by that; a database that cannot be stopped keeps the client waiting no longer.
   */
  void revoked(Execution execution, String why) {
    registry.alarms().after(CANCEL_GRACE_NANOS, () -> giveUp(execution, why));
  }

  /** The statement did not end when it was cancelled: its client is answered without it. */
  private void giveUp(Execution execution, String reason) {
    if (state.get() != execution) {
      return;
    }
    transactionId = 0;
    execution.giveUp(reason, () -> state.compareAndSet(execution, IDLE));
  }

  @Override
  public void close() {
    end("closed by the client", false);
  }

  /** Ends the session for somebody other than its client, who is told the reason. */
  void terminate(String reason) {
    end(reason, true);
  }

  private void end(String reason, boolean tellOwner) {
    closeReason = reason;
    Object last = state.getAndSet(CLOSED);
    if (last == CLOSED) {
      return;
    }
    watch.close();
    if (last instanceof Held held) {
      held.loan().release();
    } else if (last instanceof Execution execution) {
      execution.giveUp(reason, () -> {});
    }
    registry.closed(this);
    if (tellOwner) {
      request.owner().ended(reason);
    }
  }

  private void touch() {
    lastActivityMillis = registry.clock().millis();
  }

  SessionView view() {
    Object now = state.get();
    String shown = "idle";
    String query = null;
    String waitingFor = null;
    String because = null;
    Loan loan = null;
    if (now instanceof Execution execution) {
      shown = execution.hasConnection() ? "active" : "waiting";
      query = shortened(execution.statement);
      waitingFor = execution.hasConnection() ? null : execution.pool.name();
      loan = execution.loan();
    } else if (now instanceof Held held) {
      shown = transactionId != 0 ? "idle_in_transaction" : "idle";
      because = held.because().orElse(null);
      loan = held.loan();
    }
    long transaction = transactionId;
    return new SessionView(
        id,
        request.user(),
        request.database(),
        request.pool(),
        request.clientAddress(),
        request.listener(),
        request.protocol(),
        createdAt,
        Instant.ofEpochMilli(lastActivityMillis),
        shown,
        query,
        transaction == 0 ? null : transaction,
        loan == null ? null : loan.connectionId(),
        statements,
        transactions,
        waitingFor,
        because);
  }

  private static String shortened(String text) {
    return text.length() <= LONGEST_SHOWN_QUERY
        ? text
        : text.substring(0, LONGEST_SHOWN_QUERY) + "…";
  }
}
