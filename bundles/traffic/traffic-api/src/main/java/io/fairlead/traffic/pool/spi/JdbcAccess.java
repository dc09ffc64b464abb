package io.fairlead.traffic.pool.spi;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import org.jspecify.annotations.Nullable;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * The JDBC side of a connection, for a borrower who works with it as a {@link Connection} does: as
 * long as what is done is told here, {@link ServerConnection#reset} takes it back. On the working
 * thread.
 */
@ConsumerType
public interface JdbcAccess {

  /** What a borrower may set for the session, and finds set back after the loan. */
  enum Setting {
    AUTO_COMMIT,
    READ_ONLY,
    ISOLATION,
    CATALOG,
    SCHEMA,
    HOLDABILITY,
    NETWORK_TIMEOUT,
    TYPE_MAP,
    CLIENT_INFO,
    /** Of a statement; some databases keep it for the session. */
    QUERY_TIMEOUT
  }

  /** The driver's own connection. */
  Connection connection();

  /**
   * A text is about to be prepared or run: what it may leave behind is remembered.
   *
   * @throws SQLException when it must not run on a connection that others use, too
   */
  void reads(String sql) throws SQLException;

  /** A statement with the driver's own attributes, which may have been used before. */
  PreparedStatement prepare(String sql) throws SQLException;

  /** The borrower has this statement now; what is not {@link #closed} is so with the loan. */
  void opened(Statement statement);

  /**
   * The borrower is done with a statement.
   *
   * @param asPrepared the text of one from {@link #prepare} whose attributes are as they were: it
   *     may be kept for the next who asks for the same text; null for any other
   */
  void closed(Statement statement, @Nullable String asPrepared) throws SQLException;

  /** Something begins that {@link ServerConnection#cancel} is to stop; then {@link #ended}. */
  void started(@Nullable Statement statement);

  /** It is over, well or not. */
  void ended() throws SQLException;

  /**
   * What ends now has ended the transaction, and the next statement opens another, where the driver
   * only knows that it would.
   */
  default void transactionOver() {}

  /** A setting is about to be changed. */
  void changes(Setting which) throws SQLException;

  /** One of the driver's own objects was handed out: nobody can tell any more what is done. */
  void escaped();

  /** Whether the connection is of no use after this. */
  boolean lost(SQLException failure);
}
