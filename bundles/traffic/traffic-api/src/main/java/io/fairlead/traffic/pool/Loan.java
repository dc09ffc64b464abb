package io.fairlead.traffic.pool;

import io.fairlead.traffic.pool.spi.ServerConnection;
import io.fairlead.traffic.pool.spi.ServerException;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.osgi.annotation.versioning.ProviderType;

/**
 * A lent connection, from acquire to release. One thread works with it at a time; {@link #cancel},
 * {@link #revocation}, {@link #whenRevoked} and {@link #release} may come from any thread. After
 * release, every call but release is refused.
 */
@ProviderType
public interface Loan {

  long connectionId();

  /**
   * Works with the connection, on the calling thread, which must be one that may block.
   *
   * @param statement what runs, shown while it does
   * @throws ServerException with SQLState 08003 when the loan is over: given back, killed, taken
   *     for a leak, or the pool's drain deadline has passed; then nothing reached the driver,
   *     unless it ended while the work ran
   */
  <T> T run(String statement, Work<T> work) throws ServerException;

  /**
   * As {@link #run}, for what is no statement of its own, like reading on in a result: it is not
   * counted as one.
   */
  <T> T step(Work<T> work) throws ServerException;

  /**
   * Asks the database to stop what runs now, from a thread of the pool's. The connection goes to
   * nobody until that call is back. Nothing running: no effect.
   */
  void cancel();

  /**
   * As {@link #cancel()}, if what runs is still what was meant.
   *
   * @param still asked on the calling thread, once no other work can begin before the cancel is
   *     back; must not block
   */
  void cancel(BooleanSupplier still);

  /**
   * The pool's statement, idle-in-transaction and whole-transaction timeouts hold for this loan
   * from now on, within seconds. For a holder who does not look after them himself, as sessions do.
   * A statement that takes too long fails with SQLState 57014; a transaction is rolled back with
   * the loan.
   */
  void underTimeouts();

  /** Why the pool has taken the connection back, or is about to; empty while the loan stands. */
  Optional<String> revocation();

  /**
   * Names who is told when the pool takes the connection back while work runs on it, in place of
   * the one named before. Told at most once, on a thread of the pool's. A connection that was taken
   * back before this call tells nobody: {@link #run} refuses.
   */
  void whenRevoked(Revocation told);

  /**
   * Says why this connection stays with its holder, as {@code pinned_because}; empty to take it
   * back.
   */
  void pinned(Optional<String> because);

  /**
   * Gives the connection back. The pool asks it to reset itself, and replaces it when that is not
   * certain. Twice is harmless. When work is still running (the holder left it behind), the
   * connection comes home once it ends.
   */
  void release();

  /** Gives the connection back to be cut and replaced, and lent to nobody. */
  void discard(String why);

  /** Hears that a lent connection was taken back. */
  @FunctionalInterface
  interface Revocation {
    /** {@code why} is one sentence for the holder. Must not block. */
    void revoked(String why);
  }

  /** Work on a connection. */
  @FunctionalInterface
  interface Work<T> {
    T with(ServerConnection connection) throws ServerException;
  }
}
