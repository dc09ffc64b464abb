package io.fairlead.session;

import io.fairlead.kernel.error.FairleadException;
import io.fairlead.kernel.error.Unavailable;
import io.fairlead.traffic.pool.AcquireCallback;
import io.fairlead.traffic.pool.AcquireRequest;
import io.fairlead.traffic.pool.Acquisition;
import io.fairlead.traffic.pool.ConnectionPool;
import io.fairlead.traffic.pool.ConnectionView;
import io.fairlead.traffic.pool.Loan;
import io.fairlead.traffic.pool.PoolMode;
import io.fairlead.traffic.pool.spi.ResetMode;
import io.fairlead.traffic.pool.spi.ServerException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;

/** A pool whose grants and whose executor's turns are the test's to give. */
final class FakePool implements ConnectionPool {

  final FakeConnection connection = new FakeConnection();
  final Deque<Runnable> tasks = new ArrayDeque<>();
  final List<FakeLoan> loans = new ArrayList<>();
  final Deque<Waiting> waiting = new ArrayDeque<>();
  boolean grantAtOnce = true;
  PoolMode mode = PoolMode.TRANSACTION;
  boolean refusesSessionState;
  Optional<Duration> statementTimeout = Optional.empty();
  Optional<Duration> idleInTransactionTimeout = Optional.empty();
  Optional<Duration> transactionTimeout = Optional.empty();

  /** An acquisition that has not been decided. */
  record Waiting(Executor executor, AcquireCallback callback) {}

  /** Runs what the executor has been given, until it is empty. */
  void work() {
    for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
      task.run();
    }
  }

  void grantNext() {
    Waiting next = waiting.remove();
    FakeLoan loan = lend();
    next.executor().execute(() -> next.callback().granted(loan));
  }

  void refuseNext(FairleadException why) {
    Waiting next = waiting.remove();
    next.executor().execute(() -> next.callback().failed(why));
  }

  /** How many loans have not come home. */
  long out() {
    return loans.stream().filter(loan -> !loan.released).count();
  }

  private FakeLoan lend() {
    FakeLoan loan = new FakeLoan(loans.size() + 1, connection);
    loans.add(loan);
    return loan;
  }

  @Override
  public String name() {
    return "main";
  }

  @Override
  public Executor executor() {
    return tasks::add;
  }

  @Override
  public Acquisition acquire(AcquireRequest request, Executor executor, AcquireCallback callback) {
    Waiting entry = new Waiting(executor, callback);
    waiting.add(entry);
    if (grantAtOnce) {
      grantNext();
    }
    return () -> waiting.remove(entry);
  }

  @Override
  public Loan acquire(AcquireRequest request) {
    throw new AssertionError("sessions never block");
  }

  @Override
  public List<ConnectionView> takeBack(Predicate<AcquireRequest> whose, String why) {
    throw new AssertionError("sessions take nothing back");
  }

  @Override
  public PoolMode poolMode() {
    return mode;
  }

  @Override
  public boolean refusesSessionState() {
    return refusesSessionState;
  }

  @Override
  public ResetMode resetMode() {
    return ResetMode.STANDARD;
  }

  @Override
  public Optional<Duration> statementTimeout() {
    return statementTimeout;
  }

  @Override
  public Optional<Duration> idleInTransactionTimeout() {
    return idleInTransactionTimeout;
  }

  @Override
  public Optional<Duration> transactionTimeout() {
    return transactionTimeout;
  }

  /** A loan that keeps a record. */
  static final class FakeLoan implements Loan {
    final long id;
    final FakeConnection connection;
    volatile boolean released;
    int cancels;
    Optional<String> pinned = Optional.empty();
    Optional<String> revocation = Optional.empty();
    Revocation whenRevoked = why -> {};

    FakeLoan(long id, FakeConnection connection) {
      this.id = id;
      this.connection = connection;
    }

    @Override
    public long connectionId() {
      return id;
    }

    @Override
    public <T> T run(String statement, Work<T> work) throws ServerException {
      if (released) {
        throw new Unavailable("the connection was given back");
      }
      if (revocation.isPresent()) {
        throw new Unavailable(revocation.get());
      }
      return work.with(connection);
    }

    @Override
    public <T> T step(Work<T> work) throws ServerException {
      return run("", work);
    }

    @Override
    public void discard(String why) {
      throw new AssertionError("sessions discard nothing");
    }

    @Override
    public void cancel() {
      cancels++;
    }

    @Override
    public void cancel(BooleanSupplier still) {
      throw new AssertionError("sessions say what runs by themselves");
    }

    @Override
    public void underTimeouts() {
      throw new AssertionError("sessions look after their timeouts themselves");
    }

    @Override
    public Optional<String> revocation() {
      return revocation;
    }

    @Override
    public void whenRevoked(Revocation told) {
      whenRevoked = told;
    }

    @Override
    public void pinned(Optional<String> because) {
      pinned = because;
    }

    @Override
    public void release() {
      released = true;
      connection.reset();
    }
  }
}
