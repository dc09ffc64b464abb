package io.fairlead.session;

import io.fairlead.kernel.error.FairleadException;
import io.fairlead.kernel.error.Unavailable;
import io.fairlead.session.SinkGate.Claim;
import io.fairlead.traffic.pool.AcquireCallback;
import io.fairlead.traffic.pool.Acquisition;
import io.fairlead.traffic.pool.ConnectionPool;
import io.fairlead.traffic.pool.Loan;
import io.fairlead.traffic.pool.PoolMode;
import io.fairlead.traffic.pool.spi.ResultSink;
import io.fairlead.traffic.pool.spi.ServerConnection;
import io.fairlead.traffic.pool.spi.ServerException;
import io.fairlead.traffic.session.RequestCallback;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One request of a session, from its arrival to its answer: waits for a connection where the
 * session holds none, works on a thread of the pool's, hands the connection back or keeps it, then
 * answers. It is its own callback, task and sink, so that a request costs one object.
 */
final class Execution
    implements AcquireCallback, Runnable, Loan.Work<Boolean>, Loan.Revocation, ResultSink {

  private static final Logger LOG = LoggerFactory.getLogger(Execution.class);

  private static final String OUT_OF_MEMORY =
      "the statement needed more memory than the server has free; ask for smaller values or fewer"
          + " rows at once";

  private static final String TOO_DEEP =
      "the statement is nested too deeply for the database to read it; break it up";

  private static final Optional<String> SESSION_MODE = Optional.of("session mode");

  /** What a request asks for. */
  enum Kind {
    QUERY,
    BEGIN,
    COMMIT,
    ROLLBACK
  }

  private final Session session;
  final Kind kind;

  /** The text of a query; the kind's name for the others. */
  final String statement;

  private final @Nullable ResultSink sink;
  private final RequestCallback callback;
  private final SinkGate gate = new SinkGate();

  final ConnectionPool pool;
  private volatile @Nullable Loan loan;
  private volatile @Nullable Acquisition acquisition;

  /** Why the work is being stopped; the client is told this, not what the driver says about it. */
  private volatile @Nullable String stopReason;

  private volatile @Nullable Runnable whenGivenUp;

  private boolean transactionOpen;
  private boolean lost;
  private Optional<String> stateLeft = Optional.empty();

  Execution(
      Session session,
      Kind kind,
      String statement,
      @Nullable ResultSink sink,
      RequestCallback callback,
      ConnectionPool pool) {
    this.session = session;
    this.kind = kind;
    this.statement = statement;
    this.sink = sink;
    this.callback = callback;
    this.pool = pool;
  }

  /** Begins by asking the pool for a connection. */
  void startByAcquiring() {
    Acquisition asked = pool.acquire(session.acquireRequest(), pool.executor(), this);
    acquisition = asked;
    if (gate.claimed()) {
      asked.cancel();
    }
  }

  /** Begins with the connection that the session holds. */
  void startOn(Loan held) {
    loan = held;
    pool.executor().execute(this);
  }

  @Override
  public void granted(Loan granted) {
    loan = granted;
    run();
  }

  @Override
  public void failed(FairleadException why) {
    if (gate.claim() == Claim.MINE) {
      session.finished(this, null, false, Optional.empty());
      callback.failed(why.getMessage());
    }
  }

  @Override
  public void run() {
    Loan mine = loan;
    if (mine == null) {
      throw new IllegalStateException("started without a connection");
    }
    if (gate.claimed()) {
      mine.release();
      return;
    }
    mine.whenRevoked(this);
    session.running(this);
    String error = work(mine);
    if (gate.claim() != Claim.MINE) {
      mine.release();
      return;
    }
    // Work that ended well before its cancel arrived has ended well, unless it would have to go on
    // in a transaction that may not.
    String stopped = error == null && !transactionOpen ? null : stopReason;
    Optional<String> because = stateLeft;
    if (because.isEmpty() && pool.poolMode() == PoolMode.SESSION) {
      because = SESSION_MODE;
    }
    boolean keep =
        stopped == null
            && !lost
            && (transactionOpen || because.isPresent())
            && mine.revocation().isEmpty();
    if (keep) {
      mine.pinned(because);
    } else {
      mine.release();
    }
    long transaction = session.finished(this, keep ? mine : null, transactionOpen && keep, because);
    if (stopped != null) {
      callback.failed(stopped);
    } else if (error != null) {
      callback.failed(error);
    } else {
      callback.succeeded(kind == Kind.BEGIN ? transaction : 0);
    }
  }

  /** Returns the error for the client, or null. */
  private @Nullable String work(Loan mine) {
    try {
      mine.run(statement, this);
      return null;
    } catch (ServerException e) {
      if (e.connectionLost()) {
        lost();
      }
      return e.getMessage();
    } catch (FairleadException e) {
      return e.getMessage();
    } catch (GivenUp e) {
      return "given up";
    } catch (OutOfMemoryError e) {
      // An embedded database works in the server's heap, so one statement can ask for more than
      // there is. Its client can do something about that, and must know what.
      return unforeseen(e, OUT_OF_MEMORY);
    } catch (StackOverflowError e) {
      lost();
      return TOO_DEEP;
    } catch (RuntimeException | Error e) {
      return unforeseen(e, "internal error");
    }
  }

  /**
   * A driver's or a plug-in's bug must not take the session's turn with it; what the connection is
   * in then, nobody knows.
   */
  private String unforeseen(Throwable failure, String answer) {
    LOG.error("session {}: a request failed in an unforeseen way", session.id(), failure);
    lost();
    return answer;
  }

  private void lost() {
    lost = true;
    transactionOpen = false;
    stateLeft = Optional.empty();
  }

  @Override
  public Boolean with(ServerConnection connection) throws ServerException {
    try {
      switch (kind) {
        case QUERY -> query(connection);
        case BEGIN -> connection.begin();
        case COMMIT -> connection.commit();
        case ROLLBACK -> connection.rollback();
      }
      return true;
    } finally {
      // After an error too: what the statement did before it failed is there.
      transactionOpen = connection.transactionOpen();
      stateLeft = connection.stateLeft();
    }
  }

  private void query(ServerConnection connection) throws ServerException {
    boolean statementMode = pool.poolMode() == PoolMode.STATEMENT;
    if (statementMode || pool.refusesSessionState()) {
      Optional<String> leaves = connection.leaves(statement);
      if (leaves.isPresent()) {
        throw refused(noSessionState(leaves.get(), statementMode));
      }
    }
    boolean begins = !connection.transactionOpen();
    connection.execute(statement, this);
    if (statementMode && begins && connection.transactionOpen()) {
      connection.rollback();
      throw refused(noTransactions(pool));
    }
  }

  private static ServerException refused(String why) {
    return new ServerException(why, "0A000", false, null);
  }

  private String noSessionState(String leaves, boolean statementMode) {
    return "pool "
        + pool.name()
        + ": "
        + leaves
        + " is refused, since the next statement may run on another connection ("
        + (statementMode ? "mode statement" : "on_session_state refuse")
        + ")";
  }

  /** Why a transaction is refused. */
  static String noTransactions(ConnectionPool pool) {
    return "pool "
        + pool.name()
        + ": transactions are refused, each statement runs alone (mode statement)";
  }

  @Override
  public void columns(String[] names) {
    enter();
    try {
      sink().columns(names);
    } finally {
      leave();
    }
  }

  @Override
  public void row(@Nullable String[] values) {
    enter();
    try {
      sink().row(values);
    } finally {
      leave();
    }
  }

  @Override
  public void end(long rowsAffected) {
    enter();
    try {
      sink().end(rowsAffected);
    } finally {
      leave();
    }
  }

  private ResultSink sink() {
    ResultSink mine = sink;
    if (mine == null) {
      throw new IllegalStateException(kind + " has no result");
    }
    return mine;
  }

  private void enter() {
    if (!gate.enter()) {
      throw new GivenUp();
    }
  }

  private void leave() {
    if (!gate.leave()) {
      Runnable before = whenGivenUp;
      if (before != null) {
        before.run();
      }
      callback.failed(String.valueOf(stopReason));
      throw new GivenUp();
    }
  }

  /** Asks the work to stop for this reason; the answer comes when it has. */
  void stop(String reason) {
    stopReason = reason;
    Loan mine = loan;
    if (mine != null) {
      mine.cancel();
    }
  }

  /**
   * Answers the request with this reason now, whatever its work does: a waiting one leaves the
   * queue, a running one is cancelled and its connection goes home when it ends. Does nothing when
   * the request is answered.
   *
   * @param beforeAnswer runs before the client is answered, so that its next request finds the
   *     session free
   */
  void giveUp(String reason, Runnable beforeAnswer) {
    if (stopReason == null) {
      stopReason = reason;
    }
    whenGivenUp = beforeAnswer;
    Claim claim = gate.claim();
    if (claim == Claim.TAKEN) {
      return;
    }
    Acquisition asked = acquisition;
    if (asked != null) {
      asked.cancel();
    }
    Loan mine = loan;
    if (mine != null) {
      mine.cancel();
      mine.release();
    }
    if (claim == Claim.MINE) {
      beforeAnswer.run();
      callback.failed(reason);
    }
  }

  @Override
  public void revoked(String why) {
    session.revoked(this, why);
  }

  /** Whether it has a connection. */
  boolean hasConnection() {
    return loan != null;
  }

  @Nullable Loan loan() {
    return loan;
  }

  /** Ends the reading of a result that nobody waits for any more. */
  private static final class GivenUp extends RuntimeException {
    private static final long serialVersionUID = 1L;

    GivenUp() {
      super("given up", null, false, false);
    }
  }

  /** For requests that cannot even begin. */
  static Unavailable noPool(String name) {
    return new Unavailable("pool " + name + ": there is none of that name");
  }
}
