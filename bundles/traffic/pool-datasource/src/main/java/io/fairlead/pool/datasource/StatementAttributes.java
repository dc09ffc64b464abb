package io.fairlead.pool.datasource;

import java.sql.SQLException;
import java.sql.Statement;

/** How a statement is set: delegation, and whether anything is not as the driver made it. */
abstract class StatementAttributes implements Statement {

  private boolean changed;

  /** The driver's, while it is open and the loan stands. */
  abstract Statement statement() throws SQLException;

  final void changed() {
    changed = true;
  }

  final boolean isChanged() {
    return changed;
  }

  private Statement toChange() throws SQLException {
    changed = true;
    return statement();
  }

  @Override
  public int getMaxFieldSize() throws SQLException {
    return statement().getMaxFieldSize();
  }

  @Override
  public void setMaxFieldSize(int max) throws SQLException {
    toChange().setMaxFieldSize(max);
  }

  @Override
  public int getMaxRows() throws SQLException {
    return statement().getMaxRows();
  }

  @Override
  public void setMaxRows(int max) throws SQLException {
    toChange().setMaxRows(max);
  }

  @Override
  public void setEscapeProcessing(boolean enable) throws SQLException {
    toChange().setEscapeProcessing(enable);
  }

  @Override
  public void setCursorName(String name) throws SQLException {
    toChange().setCursorName(name);
  }

  @Override
  public int getUpdateCount() throws SQLException {
    return statement().getUpdateCount();
  }

  @Override
  public void setFetchDirection(int direction) throws SQLException {
    toChange().setFetchDirection(direction);
  }

  @Override
  public int getFetchDirection() throws SQLException {
    return statement().getFetchDirection();
  }

  @Override
  public void setFetchSize(int rows) throws SQLException {
    toChange().setFetchSize(rows);
  }

  @Override
  public int getFetchSize() throws SQLException {
    return statement().getFetchSize();
  }

  @Override
  public int getResultSetConcurrency() throws SQLException {
    return statement().getResultSetConcurrency();
  }

  @Override
  public int getResultSetType() throws SQLException {
    return statement().getResultSetType();
  }

  @Override
  public int getResultSetHoldability() throws SQLException {
    return statement().getResultSetHoldability();
  }

  @Override
  public void setPoolable(boolean poolable) throws SQLException {
    toChange().setPoolable(poolable);
  }

  @Override
  public boolean isPoolable() throws SQLException {
    return statement().isPoolable();
  }

  @Override
  public void closeOnCompletion() throws SQLException {
    toChange().closeOnCompletion();
  }

  @Override
  public boolean isCloseOnCompletion() throws SQLException {
    return statement().isCloseOnCompletion();
  }

  @Override
  public long getLargeUpdateCount() throws SQLException {
    return statement().getLargeUpdateCount();
  }

  @Override
  public void setLargeMaxRows(long max) throws SQLException {
    toChange().setLargeMaxRows(max);
  }

  @Override
  public long getLargeMaxRows() throws SQLException {
    return statement().getLargeMaxRows();
  }

  @Override
  public String enquoteLiteral(String val) throws SQLException {
    return statement().enquoteLiteral(val);
  }

  @Override
  public String enquoteIdentifier(String identifier, boolean alwaysQuote) throws SQLException {
    return statement().enquoteIdentifier(identifier, alwaysQuote);
  }

  @Override
  public boolean isSimpleIdentifier(String identifier) throws SQLException {
    return statement().isSimpleIdentifier(identifier);
  }

  @Override
  public String enquoteNCharLiteral(String val) throws SQLException {
    return statement().enquoteNCharLiteral(val);
  }
}
