package io.fairlead.traffic.pool.spi;

import java.sql.Statement;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * One open connection to a database. One thread at a time works with it, and no thread that does is
 * ever interrupted; {@link #cancel} and {@link #abort} come from others meanwhile. Everything but
 * the plain getters blocks.
 */
@ConsumerType
public interface ServerConnection {

  /**
   * Runs a text of one or several statements whole. The first statement's result goes to the sink,
   * complete; an error in any statement is thrown, whatever the sink has seen by then. An unchecked
   * exception of the sink ends the work and is passed on, the connection staying usable. A text
   * without a statement throws {@link ServerException} {@code No SQL statements}.
   */
  void execute(String sql, ResultSink sink) throws ServerException;

  /** Opens a transaction. */
  void begin() throws ServerException;

  /** Ends the open transaction, however it was opened. */
  void commit() throws ServerException;

  /** Ends the open transaction, however it was opened. */
  void rollback() throws ServerException;

  /**
   * Whether a transaction is open, as the driver or the server says it after the last statement;
   * from memory, never a guess.
   */
  boolean transactionOpen();

  /**
   * What state the statements since the last {@link #reset} left behind that another session must
   * not see and this one needs again: {@code SET}, {@code temporary table}, {@code advisory lock};
   * empty when there is none.
   */
  Optional<String> stateLeft();

  /**
   * What this text is known to leave behind, by its words alone and before it runs, as {@link
   * #stateLeft} names it; empty when nothing is known. On the working thread.
   */
  default Optional<String> leaves(String sql) {
    return Optional.empty();
  }

  /** The use of its statement cache; from any thread. */
  default StatementCacheUse statementCacheUse() {
    return StatementCacheUse.NONE;
  }

  /** Its JDBC side; null where it has none. On the working thread, anew for each work. */
  default @Nullable JdbcAccess jdbc() {
    return null;
  }

  /**
   * Somebody reads on in a result past {@link #execute}; then {@link #fetched}. What {@link
   * #cancel} is to stop meanwhile. For each row: it has to be cheap.
   *
   * @param of whose result it is; null when nobody knows
   */
  default void fetching(@Nullable Statement of) {}

  default void fetched() {}

  /** Rows and bytes that the work has read from the database past {@link #execute}. */
  default void read(long rows, long bytes) {}

  /**
   * Whether nothing was done since a {@link #reset} that was certain, so that another would have
   * nothing to do. From memory.
   */
  default boolean settled() {
    return false;
  }

  /**
   * Makes it as if new: rolls back, drops what {@link #stateLeft} and unknown statements may have
   * left. Cheap when nothing can be left and the mode asks for no more.
   *
   * @return true when that is certain; false: replace it
   */
  boolean reset(ResetMode mode);

  /** As {@link ResetMode#STANDARD} says. */
  default boolean reset() {
    return reset(ResetMode.STANDARD);
  }

  /**
   * Whether the server answers, within this time.
   *
   * @param query what to ask it; empty for the driver's own check
   */
  boolean validate(Duration atMost, Optional<String> query);

  /** By the driver's own check. */
  default boolean validate(Duration atMost) {
    return validate(atMost, Optional.empty());
  }

  /**
   * Asks the server to stop what runs now; from another thread. Returns when the request was sent
   * and answered.
   */
  void cancel() throws ServerException;

  /**
   * Cuts the connection without asking the server; from any thread. Returns false where the driver
   * cannot.
   */
  boolean abort();

  /** Closes it in order; never throws. */
  void close();

  /** The database's name, as the driver says it. */
  Optional<String> database();

  /** Product and version of the server: {@code PostgreSQL 18.1}. */
  String product();
}
