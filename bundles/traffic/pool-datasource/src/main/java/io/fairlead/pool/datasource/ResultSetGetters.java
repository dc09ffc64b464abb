package io.fairlead.pool.datasource;

import java.math.BigDecimal;
import java.net.URL;
import java.sql.Date;
import java.sql.ResultSet;
import java.sql.RowId;
import java.sql.SQLException;
import java.sql.SQLWarning;
import java.sql.Time;
import java.sql.Timestamp;
import java.util.Calendar;

/** What a result says from the row that it is on: delegation, and nothing but. */
abstract class ResultSetGetters implements ResultSet {

  /** The driver's, while the loan stands. */
  abstract ResultSet set() throws SQLException;

  @Override
  public boolean wasNull() throws SQLException {
    return set().wasNull();
  }

  @Override
  public boolean getBoolean(int columnIndex) throws SQLException {
    return set().getBoolean(columnIndex);
  }

  @Override
  public byte getByte(int columnIndex) throws SQLException {
    return set().getByte(columnIndex);
  }

  @Override
  public short getShort(int columnIndex) throws SQLException {
    return set().getShort(columnIndex);
  }

  @Override
  public int getInt(int columnIndex) throws SQLException {
    return set().getInt(columnIndex);
  }

  @Override
  public long getLong(int columnIndex) throws SQLException {
    return set().getLong(columnIndex);
  }

  @Override
  public float getFloat(int columnIndex) throws SQLException {
    return set().getFloat(columnIndex);
  }

  @Override
  public double getDouble(int columnIndex) throws SQLException {
    return set().getDouble(columnIndex);
  }

  @Override
  @Deprecated
  public BigDecimal getBigDecimal(int columnIndex, int scale) throws SQLException {
    return set().getBigDecimal(columnIndex, scale);
  }

  @Override
  public Date getDate(int columnIndex) throws SQLException {
    return set().getDate(columnIndex);
  }

  @Override
  public Time getTime(int columnIndex) throws SQLException {
    return set().getTime(columnIndex);
  }

  @Override
  public Timestamp getTimestamp(int columnIndex) throws SQLException {
    return set().getTimestamp(columnIndex);
  }

  @Override
  public boolean getBoolean(String columnLabel) throws SQLException {
    return set().getBoolean(columnLabel);
  }

  @Override
  public byte getByte(String columnLabel) throws SQLException {
    return set().getByte(columnLabel);
  }

  @Override
  public short getShort(String columnLabel) throws SQLException {
    return set().getShort(columnLabel);
  }

  @Override
  public int getInt(String columnLabel) throws SQLException {
    return set().getInt(columnLabel);
  }

  @Override
  public long getLong(String columnLabel) throws SQLException {
    return set().getLong(columnLabel);
  }

  @Override
  public float getFloat(String columnLabel) throws SQLException {
    return set().getFloat(columnLabel);
  }

  @Override
  public double getDouble(String columnLabel) throws SQLException {
    return set().getDouble(columnLabel);
  }

  @Override
  @Deprecated
  public BigDecimal getBigDecimal(String columnLabel, int scale) throws SQLException {
    return set().getBigDecimal(columnLabel, scale);
  }

  @Override
  public Date getDate(String columnLabel) throws SQLException {
    return set().getDate(columnLabel);
  }

  @Override
  public Time getTime(String columnLabel) throws SQLException {
    return set().getTime(columnLabel);
  }

  @Override
  public Timestamp getTimestamp(String columnLabel) throws SQLException {
    return set().getTimestamp(columnLabel);
  }

  @Override
  public SQLWarning getWarnings() throws SQLException {
    return set().getWarnings();
  }

  @Override
  public void clearWarnings() throws SQLException {
    set().clearWarnings();
  }

  @Override
  public String getCursorName() throws SQLException {
    return set().getCursorName();
  }

  @Override
  public int findColumn(String columnLabel) throws SQLException {
    return set().findColumn(columnLabel);
  }

  @Override
  public BigDecimal getBigDecimal(int columnIndex) throws SQLException {
    return set().getBigDecimal(columnIndex);
  }

  @Override
  public BigDecimal getBigDecimal(String columnLabel) throws SQLException {
    return set().getBigDecimal(columnLabel);
  }

  @Override
  public int getRow() throws SQLException {
    return set().getRow();
  }

  @Override
  public int getFetchDirection() throws SQLException {
    return set().getFetchDirection();
  }

  @Override
  public int getFetchSize() throws SQLException {
    return set().getFetchSize();
  }

  @Override
  public int getType() throws SQLException {
    return set().getType();
  }

  @Override
  public int getConcurrency() throws SQLException {
    return set().getConcurrency();
  }

  @Override
  public boolean rowUpdated() throws SQLException {
    return set().rowUpdated();
  }

  @Override
  public boolean rowInserted() throws SQLException {
    return set().rowInserted();
  }

  @Override
  public boolean rowDeleted() throws SQLException {
    return set().rowDeleted();
  }

  @Override
  public Date getDate(int columnIndex, Calendar cal) throws SQLException {
    return set().getDate(columnIndex, cal);
  }

  @Override
  public Date getDate(String columnLabel, Calendar cal) throws SQLException {
    return set().getDate(columnLabel, cal);
  }

  @Override
  public Time getTime(int columnIndex, Calendar cal) throws SQLException {
    return set().getTime(columnIndex, cal);
  }

  @Override
  public Time getTime(String columnLabel, Calendar cal) throws SQLException {
    return set().getTime(columnLabel, cal);
  }

  @Override
  public Timestamp getTimestamp(int columnIndex, Calendar cal) throws SQLException {
    return set().getTimestamp(columnIndex, cal);
  }

  @Override
  public Timestamp getTimestamp(String columnLabel, Calendar cal) throws SQLException {
    return set().getTimestamp(columnLabel, cal);
  }

  @Override
  public URL getURL(int columnIndex) throws SQLException {
    return set().getURL(columnIndex);
  }

  @Override
  public URL getURL(String columnLabel) throws SQLException {
    return set().getURL(columnLabel);
  }

  @Override
  public RowId getRowId(int columnIndex) throws SQLException {
    return set().getRowId(columnIndex);
  }

  @Override
  public RowId getRowId(String columnLabel) throws SQLException {
    return set().getRowId(columnLabel);
  }

  @Override
  public int getHoldability() throws SQLException {
    return set().getHoldability();
  }

  @Override
  public String getNString(int columnIndex) throws SQLException {
    return set().getNString(columnIndex);
  }

  @Override
  public String getNString(String columnLabel) throws SQLException {
    return set().getNString(columnLabel);
  }
}
