package io.fairlead.pool.datasource;

import java.sql.ResultSetMetaData;
import java.sql.SQLException;

/** What is known of a result's columns; drivers ask the database for some of it. */
final class ResultSetMetaHandle implements ResultSetMetaData {

  private final Borrowed handle;
  private final ResultSetMetaData meta;

  ResultSetMetaHandle(Borrowed handle, ResultSetMetaData meta) {
    this.handle = handle;
    this.meta = meta;
  }

  @Override
  public int getColumnCount() throws SQLException {
    handle.check();
    return meta.getColumnCount();
  }

  @Override
  public boolean isAutoIncrement(int column) throws SQLException {
    return handle.ask(() -> meta.isAutoIncrement(column));
  }

  @Override
  public boolean isCaseSensitive(int column) throws SQLException {
    return handle.ask(() -> meta.isCaseSensitive(column));
  }

  @Override
  public boolean isSearchable(int column) throws SQLException {
    return handle.ask(() -> meta.isSearchable(column));
  }

  @Override
  public boolean isCurrency(int column) throws SQLException {
    return handle.ask(() -> meta.isCurrency(column));
  }

  @Override
  public int isNullable(int column) throws SQLException {
    return handle.ask(() -> meta.isNullable(column));
  }

  @Override
  public boolean isSigned(int column) throws SQLException {
    return handle.ask(() -> meta.isSigned(column));
  }

  @Override
  public int getColumnDisplaySize(int column) throws SQLException {
    return handle.ask(() -> meta.getColumnDisplaySize(column));
  }

  @Override
  public String getColumnLabel(int column) throws SQLException {
    handle.check();
    return meta.getColumnLabel(column);
  }

  @Override
  public String getColumnName(int column) throws SQLException {
    return handle.ask(() -> meta.getColumnName(column));
  }

  @Override
  public String getSchemaName(int column) throws SQLException {
    return handle.ask(() -> meta.getSchemaName(column));
  }

  @Override
  public int getPrecision(int column) throws SQLException {
    return handle.ask(() -> meta.getPrecision(column));
  }

  @Override
  public int getScale(int column) throws SQLException {
    return handle.ask(() -> meta.getScale(column));
  }

  @Override
  public String getTableName(int column) throws SQLException {
    return handle.ask(() -> meta.getTableName(column));
  }

  @Override
  public String getCatalogName(int column) throws SQLException {
    return handle.ask(() -> meta.getCatalogName(column));
  }

  @Override
  public int getColumnType(int column) throws SQLException {
    handle.check();
    return meta.getColumnType(column);
  }

  @Override
  public String getColumnTypeName(int column) throws SQLException {
    return handle.ask(() -> meta.getColumnTypeName(column));
  }

  @Override
  public boolean isReadOnly(int column) throws SQLException {
    return handle.ask(() -> meta.isReadOnly(column));
  }

  @Override
  public boolean isWritable(int column) throws SQLException {
    return handle.ask(() -> meta.isWritable(column));
  }

  @Override
  public boolean isDefinitelyWritable(int column) throws SQLException {
    return handle.ask(() -> meta.isDefinitelyWritable(column));
  }

  @Override
  public String getColumnClassName(int column) throws SQLException {
    return handle.ask(() -> meta.getColumnClassName(column));
  }

  @Override
  public <T> T unwrap(Class<T> type) throws SQLException {
    handle.check();
    return Unwrapping.of(handle, this, meta, type);
  }

  @Override
  public boolean isWrapperFor(Class<?> type) throws SQLException {
    handle.check();
    return Unwrapping.possible(this, meta, type);
  }
}
