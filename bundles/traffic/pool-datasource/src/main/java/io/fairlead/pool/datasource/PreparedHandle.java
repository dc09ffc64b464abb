package io.fairlead.pool.datasource;

import java.sql.ParameterMetaData;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/**
 * A prepared statement of a borrower's. One that was made plainly, was left as it was and has never
 * left its thread is kept for the next who prepares the text: nobody can be in one of its setters
 * then.
 */
class PreparedHandle extends PreparedParameters {

  private final PreparedStatement prepared;
  private final String sql;
  private final boolean plain;
  private final Thread maker = Thread.currentThread();
  private volatile boolean shared;

  PreparedHandle(Borrowed handle, PreparedStatement prepared, String sql, boolean plain) {
    super(handle, prepared);
    this.prepared = prepared;
    this.sql = sql;
    this.plain = plain;
  }

  @Override
  final PreparedStatement prepared() throws SQLException {
    if (Thread.currentThread() != maker && !shared) {
      shared = true; // before it is seen to be open
    }
    statement();
    return prepared;
  }

  @Override
  final @Nullable String reusableAs() {
    return plain && !isChanged() && !shared && Thread.currentThread() == maker ? sql : null;
  }

  private <T> T run(Borrowed.Ask<T> ask) throws SQLException {
    prepared();
    return handle.execute(sql, false, this, ask);
  }

  @Override
  public ResultSet executeQuery() throws SQLException {
    return result(run(prepared::executeQuery));
  }

  @Override
  public int executeUpdate() throws SQLException {
    return run(prepared::executeUpdate);
  }

  @Override
  public long executeLargeUpdate() throws SQLException {
    return run(prepared::executeLargeUpdate);
  }

  @Override
  public boolean execute() throws SQLException {
    return run(prepared::execute);
  }

  @Override
  public void addBatch() throws SQLException {
    prepared().addBatch();
  }

  @Override
  final String batchText() {
    return sql;
  }

  @Override
  public @Nullable ResultSetMetaData getMetaData() throws SQLException {
    ResultSetMetaData meta = handle.ask(() -> prepared().getMetaData());
    return meta == null ? null : new ResultSetMetaHandle(handle, meta);
  }

  @Override
  public ParameterMetaData getParameterMetaData() throws SQLException {
    return handle.guarded(() -> prepared().getParameterMetaData());
  }
}
