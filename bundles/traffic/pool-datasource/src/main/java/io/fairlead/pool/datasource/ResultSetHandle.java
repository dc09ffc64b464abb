package io.fairlead.pool.datasource;

import io.fairlead.traffic.pool.Loan;
import io.fairlead.traffic.pool.spi.ServerConnection;
import io.fairlead.traffic.pool.spi.ServerException;
import java.io.InputStream;
import java.io.Reader;
import java.sql.Array;
import java.sql.Blob;
import java.sql.Clob;
import java.sql.NClob;
import java.sql.Ref;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.SQLXML;
import java.sql.Statement;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A result: what moves in it or may read more goes through the loan, values are the driver's. */
final class ResultSetHandle extends ResultSetUpdates implements Loan.Work<Boolean> {

  private static final int BYTES_OF_A_VALUE = 8;

  final @Nullable StatementHandle statement;
  private long bytes;

  /**
   * @param statement null for a result that no statement of the borrower's has made
   */
  ResultSetHandle(Borrowed handle, @Nullable StatementHandle statement, ResultSet set) {
    super(handle, set);
    this.statement = statement;
  }

  @Override
  ResultSet set() throws SQLException {
    handle.check();
    if (statement != null) {
      statement.statement();
    }
    return set;
  }

  /** The one that made it, as the driver knows it. */
  @Nullable Statement driversStatement() {
    return statement == null ? null : statement.statement;
  }

  private <T> T move(Borrowed.Ask<T> ask) throws SQLException {
    if (statement != null) {
      statement.proceed();
    }
    return handle.move(this, ask);
  }

  @Override
  public boolean next() throws SQLException {
    if (statement != null) {
      statement.proceed();
    }
    return handle.next(this);
  }

  @Override
  public Boolean with(ServerConnection connection) throws ServerException {
    try {
      boolean there;
      connection.fetching(driversStatement());
      try {
        there = set().next();
      } finally {
        connection.fetched();
      }
      connection.read(there ? 1 : 0, bytes);
      bytes = 0;
      return there;
    } catch (SQLException | LinkageError e) {
      throw handle.failed(connection, e);
    }
  }

  @Override
  public @Nullable String getString(int columnIndex) throws SQLException {
    return counted(set().getString(columnIndex));
  }

  @Override
  public @Nullable String getString(String columnLabel) throws SQLException {
    return counted(set().getString(columnLabel));
  }

  private @Nullable String counted(@Nullable String value) {
    bytes += value == null ? 0 : value.length();
    return value;
  }

  @Override
  public byte @Nullable [] getBytes(int columnIndex) throws SQLException {
    return counted(set().getBytes(columnIndex));
  }

  @Override
  public byte @Nullable [] getBytes(String columnLabel) throws SQLException {
    return counted(set().getBytes(columnLabel));
  }

  private byte @Nullable [] counted(byte @Nullable [] value) {
    bytes += value == null ? 0 : value.length;
    return value;
  }

  @Override
  public @Nullable Object getObject(int columnIndex) throws SQLException {
    return object(() -> set().getObject(columnIndex));
  }

  @Override
  public @Nullable Object getObject(String columnLabel) throws SQLException {
    return object(() -> set().getObject(columnLabel));
  }

  @Override
  public @Nullable Object getObject(int columnIndex, Map<String, Class<?>> map)
      throws SQLException {
    return object(() -> set().getObject(columnIndex, map));
  }

  @Override
  public @Nullable Object getObject(String columnLabel, Map<String, Class<?>> map)
      throws SQLException {
    return object(() -> set().getObject(columnLabel, map));
  }

  @Override
  public <T> T getObject(int columnIndex, Class<T> type) throws SQLException {
    return object(() -> set().getObject(columnIndex, type));
  }

  @Override
  public <T> T getObject(String columnLabel, Class<T> type) throws SQLException {
    return object(() -> set().getObject(columnLabel, type));
  }

  private <T> T object(Borrowed.Ask<T> value) throws SQLException {
    T object = handle.guarded(value);
    bytes +=
        object instanceof String text
            ? text.length()
            : object instanceof byte[] array ? array.length : BYTES_OF_A_VALUE;
    return object;
  }

  @Override
  public void close() throws SQLException {
    if (handle.stands() && (statement == null || !statement.closed())) {
      handle.act(set::close);
    }
  }

  @Override
  public boolean isClosed() throws SQLException {
    return !handle.stands() || statement != null && statement.closed() || set.isClosed();
  }

  @Override
  public @Nullable Statement getStatement() throws SQLException {
    set();
    return statement;
  }

  @Override
  public ResultSetMetaData getMetaData() throws SQLException {
    return new ResultSetMetaHandle(handle, handle.ask(() -> set().getMetaData()));
  }

  @Override
  public <T> T unwrap(Class<T> type) throws SQLException {
    return Unwrapping.of(handle, this, set(), type);
  }

  @Override
  public boolean isWrapperFor(Class<?> type) throws SQLException {
    return Unwrapping.possible(this, set(), type);
  }

  @Override
  public boolean isBeforeFirst() throws SQLException {
    return handle.ask(() -> set().isBeforeFirst());
  }

  @Override
  public boolean isAfterLast() throws SQLException {
    return handle.ask(() -> set().isAfterLast());
  }

  @Override
  public boolean isFirst() throws SQLException {
    return handle.ask(() -> set().isFirst());
  }

  @Override
  public boolean isLast() throws SQLException {
    return handle.ask(() -> set().isLast());
  }

  @Override
  public void beforeFirst() throws SQLException {
    move(
        () -> {
          set().beforeFirst();
          return null;
        });
  }

  @Override
  public void afterLast() throws SQLException {
    move(
        () -> {
          set().afterLast();
          return null;
        });
  }

  @Override
  public boolean first() throws SQLException {
    return move(() -> set().first());
  }

  @Override
  public boolean last() throws SQLException {
    return move(() -> set().last());
  }

  @Override
  public boolean absolute(int row) throws SQLException {
    return move(() -> set().absolute(row));
  }

  @Override
  public boolean relative(int rows) throws SQLException {
    return move(() -> set().relative(rows));
  }

  @Override
  public boolean previous() throws SQLException {
    return move(() -> set().previous());
  }

  @Override
  public void setFetchDirection(int direction) throws SQLException {
    handle.act(() -> set().setFetchDirection(direction));
  }

  @Override
  public void setFetchSize(int rows) throws SQLException {
    handle.act(() -> set().setFetchSize(rows));
  }

  @Override
  public void insertRow() throws SQLException {
    handle.act(() -> set().insertRow());
  }

  @Override
  public void updateRow() throws SQLException {
    handle.act(() -> set().updateRow());
  }

  @Override
  public void deleteRow() throws SQLException {
    handle.act(() -> set().deleteRow());
  }

  @Override
  public void refreshRow() throws SQLException {
    move(
        () -> {
          set().refreshRow();
          return null;
        });
  }

  @Override
  public void cancelRowUpdates() throws SQLException {
    handle.act(() -> set().cancelRowUpdates());
  }

  @Override
  public void moveToInsertRow() throws SQLException {
    handle.act(() -> set().moveToInsertRow());
  }

  @Override
  public void moveToCurrentRow() throws SQLException {
    handle.act(() -> set().moveToCurrentRow());
  }

  @Override
  public InputStream getAsciiStream(int columnIndex) throws SQLException {
    return handle.guarded(() -> set().getAsciiStream(columnIndex));
  }

  @Override
  @Deprecated
  public InputStream getUnicodeStream(int columnIndex) throws SQLException {
    return handle.guarded(() -> set().getUnicodeStream(columnIndex));
  }

  @Override
  public InputStream getBinaryStream(int columnIndex) throws SQLException {
    return handle.guarded(() -> set().getBinaryStream(columnIndex));
  }

  @Override
  public InputStream getAsciiStream(String columnLabel) throws SQLException {
    return handle.guarded(() -> set().getAsciiStream(columnLabel));
  }

  @Override
  @Deprecated
  public InputStream getUnicodeStream(String columnLabel) throws SQLException {
    return handle.guarded(() -> set().getUnicodeStream(columnLabel));
  }

  @Override
  public InputStream getBinaryStream(String columnLabel) throws SQLException {
    return handle.guarded(() -> set().getBinaryStream(columnLabel));
  }

  @Override
  public Reader getCharacterStream(int columnIndex) throws SQLException {
    return handle.guarded(() -> set().getCharacterStream(columnIndex));
  }

  @Override
  public Reader getCharacterStream(String columnLabel) throws SQLException {
    return handle.guarded(() -> set().getCharacterStream(columnLabel));
  }

  @Override
  public Ref getRef(int columnIndex) throws SQLException {
    return handle.guarded(() -> set().getRef(columnIndex));
  }

  @Override
  public Blob getBlob(int columnIndex) throws SQLException {
    return handle.guarded(() -> set().getBlob(columnIndex));
  }

  @Override
  public Clob getClob(int columnIndex) throws SQLException {
    return handle.guarded(() -> set().getClob(columnIndex));
  }

  @Override
  public Array getArray(int columnIndex) throws SQLException {
    return handle.guarded(() -> set().getArray(columnIndex));
  }

  @Override
  public Ref getRef(String columnLabel) throws SQLException {
    return handle.guarded(() -> set().getRef(columnLabel));
  }

  @Override
  public Blob getBlob(String columnLabel) throws SQLException {
    return handle.guarded(() -> set().getBlob(columnLabel));
  }

  @Override
  public Clob getClob(String columnLabel) throws SQLException {
    return handle.guarded(() -> set().getClob(columnLabel));
  }

  @Override
  public Array getArray(String columnLabel) throws SQLException {
    return handle.guarded(() -> set().getArray(columnLabel));
  }

  @Override
  public NClob getNClob(int columnIndex) throws SQLException {
    return handle.guarded(() -> set().getNClob(columnIndex));
  }

  @Override
  public NClob getNClob(String columnLabel) throws SQLException {
    return handle.guarded(() -> set().getNClob(columnLabel));
  }

  @Override
  public SQLXML getSQLXML(int columnIndex) throws SQLException {
    return handle.guarded(() -> set().getSQLXML(columnIndex));
  }

  @Override
  public SQLXML getSQLXML(String columnLabel) throws SQLException {
    return handle.guarded(() -> set().getSQLXML(columnLabel));
  }

  @Override
  public Reader getNCharacterStream(int columnIndex) throws SQLException {
    return handle.guarded(() -> set().getNCharacterStream(columnIndex));
  }

  @Override
  public Reader getNCharacterStream(String columnLabel) throws SQLException {
    return handle.guarded(() -> set().getNCharacterStream(columnLabel));
  }
}
