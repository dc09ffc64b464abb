package io.fairlead.traffic.pool;

import io.fairlead.kernel.error.Exhausted;
import io.fairlead.kernel.error.Unavailable;
import io.fairlead.traffic.pool.spi.ResetMode;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Predicate;
import org.osgi.annotation.versioning.ProviderType;

/** One pool of database connections. Safe for use by many threads. */
@ProviderType
public interface ConnectionPool {

  /** Service property: the pool's name. A pool is a service for as long as it lends. */
  String NAME = "fairlead.pool";

  /** Service property: the URL of its database. */
  String URL = "fairlead.url";

  /** Service property: the user that it logs in as; not there when it has none. */
  String USER = "fairlead.user";

  String name();

  /**
   * Where work on lent connections runs: threads that may block, never fewer than the pool has
   * connections, never interrupted.
   */
  Executor executor();

  /**
   * Asks for a connection. Who is next follows from partition, priority and arrival. Never blocks;
   * the callback runs on {@code executor}, also when a connection is there at once.
   */
  Acquisition acquire(AcquireRequest request, Executor executor, AcquireCallback callback);

  /**
   * Asks for a connection and waits.
   *
   * @throws Exhausted when the queue is full or the time is over
   * @throws Unavailable when the pool is paused, drained, or removed, or has no driver or database
   *     for as long as the caller waited
   * @throws InterruptedException when the waiting thread is interrupted; the place in the queue is
   *     given up
   */
  Loan acquire(AcquireRequest request) throws InterruptedException;

  /**
   * Takes back what was lent for such requests, to be cut and replaced, and records each as a leak:
   * whom it was lent to is gone.
   *
   * @param why one sentence for whoever has it
   * @return what was taken, as it was
   */
  List<ConnectionView> takeBack(Predicate<AcquireRequest> whose, String why);

  /** For how long a session keeps a connection. */
  PoolMode poolMode();

  /**
   * Whether a statement that leaves something in the database's session is refused; else it keeps
   * the connection with its session.
   */
  boolean refusesSessionState();

  /** What a reset between two loans has to do, as set now. */
  ResetMode resetMode();

  /** Statement, idle-in-transaction and whole-transaction limits as set now; empty for none. */
  Optional<Duration> statementTimeout();

  Optional<Duration> idleInTransactionTimeout();

  Optional<Duration> transactionTimeout();
}
