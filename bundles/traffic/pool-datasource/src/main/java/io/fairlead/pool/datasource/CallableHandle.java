package io.fairlead.pool.datasource;

import java.io.InputStream;
import java.io.Reader;
import java.math.BigDecimal;
import java.net.URL;
import java.sql.Array;
import java.sql.Blob;
import java.sql.CallableStatement;
import java.sql.Clob;
import java.sql.Date;
import java.sql.NClob;
import java.sql.Ref;
import java.sql.RowId;
import java.sql.SQLException;
import java.sql.SQLType;
import java.sql.SQLXML;
import java.sql.Time;
import java.sql.Timestamp;
import java.util.Calendar;
import java.util.Map;

/** A call of a procedure: its parameters and results, delegated. */
final class CallableHandle extends PreparedHandle implements CallableStatement {

  private final CallableStatement callable;

  CallableHandle(Borrowed handle, CallableStatement callable, String sql) {
    super(handle, callable, sql, false);
    this.callable = callable;
  }

  private CallableStatement callable() throws SQLException {
    statement();
    return callable;
  }

  @Override
  public void registerOutParameter(int parameterIndex, int sqlType) throws SQLException {
    handle.act(() -> callable().registerOutParameter(parameterIndex, sqlType));
  }

  @Override
  public void registerOutParameter(int parameterIndex, int sqlType, int scale) throws SQLException {
    handle.act(() -> callable().registerOutParameter(parameterIndex, sqlType, scale));
  }

  @Override
  public boolean wasNull() throws SQLException {
    return handle.ask(() -> callable().wasNull());
  }

  @Override
  public String getString(int parameterIndex) throws SQLException {
    return handle.ask(() -> callable().getString(parameterIndex));
  }

  @Override
  public boolean getBoolean(int parameterIndex) throws SQLException {
    return handle.ask(() -> callable().getBoolean(parameterIndex));
  }

  @Override
  public byte getByte(int parameterIndex) throws SQLException {
    return handle.ask(() -> callable().getByte(parameterIndex));
  }

  @Override
  public short getShort(int parameterIndex) throws SQLException {
    return handle.ask(() -> callable().getShort(parameterIndex));
  }

  @Override
  public int getInt(int parameterIndex) throws SQLException {
    return handle.ask(() -> callable().getInt(parameterIndex));
  }

  @Override
  public long getLong(int parameterIndex) throws SQLException {
    return handle.ask(() -> callable().getLong(parameterIndex));
  }

  @Override
  public float getFloat(int parameterIndex) throws SQLException {
    return handle.ask(() -> callable().getFloat(parameterIndex));
  }

  @Override
  public double getDouble(int parameterIndex) throws SQLException {
    return handle.ask(() -> callable().getDouble(parameterIndex));
  }

  @Override
  @Deprecated
  public BigDecimal getBigDecimal(int parameterIndex, int scale) throws SQLException {
    return handle.ask(() -> callable().getBigDecimal(parameterIndex, scale));
  }

  @Override
  public byte[] getBytes(int parameterIndex) throws SQLException {
    return handle.ask(() -> callable().getBytes(parameterIndex));
  }

  @Override
  public Date getDate(int parameterIndex) throws SQLException {
    return handle.ask(() -> callable().getDate(parameterIndex));
  }

  @Override
  public Time getTime(int parameterIndex) throws SQLException {
    return handle.ask(() -> callable().getTime(parameterIndex));
  }

  @Override
  public Timestamp getTimestamp(int parameterIndex) throws SQLException {
    return handle.ask(() -> callable().getTimestamp(parameterIndex));
  }

  @Override
  public Object getObject(int parameterIndex) throws SQLException {
    return handle.guarded(() -> callable().getObject(parameterIndex));
  }

  @Override
  public BigDecimal getBigDecimal(int parameterIndex) throws SQLException {
    return handle.ask(() -> callable().getBigDecimal(parameterIndex));
  }

  @Override
  public Object getObject(int parameterIndex, Map<String, Class<?>> map) throws SQLException {
    return handle.guarded(() -> callable().getObject(parameterIndex, map));
  }

  @Override
  public Ref getRef(int parameterIndex) throws SQLException {
    return handle.guarded(() -> callable().getRef(parameterIndex));
  }

  @Override
  public Blob getBlob(int parameterIndex) throws SQLException {
    return handle.guarded(() -> callable().getBlob(parameterIndex));
  }

  @Override
  public Clob getClob(int parameterIndex) throws SQLException {
    return handle.guarded(() -> callable().getClob(parameterIndex));
  }

  @Override
  public Array getArray(int parameterIndex) throws SQLException {
    return handle.guarded(() -> callable().getArray(parameterIndex));
  }

  @Override
  public Date getDate(int parameterIndex, Calendar cal) throws SQLException {
    return handle.ask(() -> callable().getDate(parameterIndex, cal));
  }

  @Override
  public Time getTime(int parameterIndex, Calendar cal) throws SQLException {
    return handle.ask(() -> callable().getTime(parameterIndex, cal));
  }

  @Override
  public Timestamp getTimestamp(int parameterIndex, Calendar cal) throws SQLException {
    return handle.ask(() -> callable().getTimestamp(parameterIndex, cal));
  }

  @Override
  public void registerOutParameter(int parameterIndex, int sqlType, String typeName)
      throws SQLException {
    handle.act(() -> callable().registerOutParameter(parameterIndex, sqlType, typeName));
  }

  @Override
  public void registerOutParameter(String parameterName, int sqlType) throws SQLException {
    handle.act(() -> callable().registerOutParameter(parameterName, sqlType));
  }

  @Override
  public void registerOutParameter(String parameterName, int sqlType, int scale)
      throws SQLException {
    handle.act(() -> callable().registerOutParameter(parameterName, sqlType, scale));
  }

  @Override
  public void registerOutParameter(String parameterName, int sqlType, String typeName)
      throws SQLException {
    handle.act(() -> callable().registerOutParameter(parameterName, sqlType, typeName));
  }

  @Override
  public URL getURL(int parameterIndex) throws SQLException {
    return handle.ask(() -> callable().getURL(parameterIndex));
  }

  @Override
  public void setURL(String parameterName, URL val) throws SQLException {
    handle.act(() -> callable().setURL(parameterName, val));
  }

  @Override
  public void setNull(String parameterName, int sqlType) throws SQLException {
    handle.act(() -> callable().setNull(parameterName, sqlType));
  }

  @Override
  public void setBoolean(String parameterName, boolean x) throws SQLException {
    handle.act(() -> callable().setBoolean(parameterName, x));
  }

  @Override
  public void setByte(String parameterName, byte x) throws SQLException {
    handle.act(() -> callable().setByte(parameterName, x));
  }

  @Override
  public void setShort(String parameterName, short x) throws SQLException {
    handle.act(() -> callable().setShort(parameterName, x));
  }

  @Override
  public void setInt(String parameterName, int x) throws SQLException {
    handle.act(() -> callable().setInt(parameterName, x));
  }

  @Override
  public void setLong(String parameterName, long x) throws SQLException {
    handle.act(() -> callable().setLong(parameterName, x));
  }

  @Override
  public void setFloat(String parameterName, float x) throws SQLException {
    handle.act(() -> callable().setFloat(parameterName, x));
  }

  @Override
  public void setDouble(String parameterName, double x) throws SQLException {
    handle.act(() -> callable().setDouble(parameterName, x));
  }

  @Override
  public void setBigDecimal(String parameterName, BigDecimal x) throws SQLException {
    handle.act(() -> callable().setBigDecimal(parameterName, x));
  }

  @Override
  public void setString(String parameterName, String x) throws SQLException {
    handle.act(() -> callable().setString(parameterName, x));
  }

  @Override
  public void setBytes(String parameterName, byte[] x) throws SQLException {
    handle.act(() -> callable().setBytes(parameterName, x));
  }

  @Override
  public void setDate(String parameterName, Date x) throws SQLException {
    handle.act(() -> callable().setDate(parameterName, x));
  }

  @Override
  public void setTime(String parameterName, Time x) throws SQLException {
    handle.act(() -> callable().setTime(parameterName, x));
  }

  @Override
  public void setTimestamp(String parameterName, Timestamp x) throws SQLException {
    handle.act(() -> callable().setTimestamp(parameterName, x));
  }

  @Override
  public void setAsciiStream(String parameterName, InputStream x, int length) throws SQLException {
    handle.act(() -> callable().setAsciiStream(parameterName, x, length));
  }

  @Override
  public void setBinaryStream(String parameterName, InputStream x, int length) throws SQLException {
    handle.act(() -> callable().setBinaryStream(parameterName, x, length));
  }

  @Override
  public void setObject(String parameterName, Object x, int targetSqlType, int scale)
      throws SQLException {
    handle.act(() -> callable().setObject(parameterName, Guarded.raw(x), targetSqlType, scale));
  }

  @Override
  public void setObject(String parameterName, Object x, int targetSqlType) throws SQLException {
    handle.act(() -> callable().setObject(parameterName, Guarded.raw(x), targetSqlType));
  }

  @Override
  public void setObject(String parameterName, Object x) throws SQLException {
    handle.act(() -> callable().setObject(parameterName, Guarded.raw(x)));
  }

  @Override
  public void setCharacterStream(String parameterName, Reader reader, int length)
      throws SQLException {
    handle.act(() -> callable().setCharacterStream(parameterName, reader, length));
  }

  @Override
  public void setDate(String parameterName, Date x, Calendar cal) throws SQLException {
    handle.act(() -> callable().setDate(parameterName, x, cal));
  }

  @Override
  public void setTime(String parameterName, Time x, Calendar cal) throws SQLException {
    handle.act(() -> callable().setTime(parameterName, x, cal));
  }

  @Override
  public void setTimestamp(String parameterName, Timestamp x, Calendar cal) throws SQLException {
    handle.act(() -> callable().setTimestamp(parameterName, x, cal));
  }

  @Override
  public void setNull(String parameterName, int sqlType, String typeName) throws SQLException {
    handle.act(() -> callable().setNull(parameterName, sqlType, typeName));
  }

  @Override
  public String getString(String parameterName) throws SQLException {
    return handle.ask(() -> callable().getString(parameterName));
  }

  @Override
  public boolean getBoolean(String parameterName) throws SQLException {
    return handle.ask(() -> callable().getBoolean(parameterName));
  }

  @Override
  public byte getByte(String parameterName) throws SQLException {
    return handle.ask(() -> callable().getByte(parameterName));
  }

  @Override
  public short getShort(String parameterName) throws SQLException {
    return handle.ask(() -> callable().getShort(parameterName));
  }

  @Override
  public int getInt(String parameterName) throws SQLException {
    return handle.ask(() -> callable().getInt(parameterName));
  }

  @Override
  public long getLong(String parameterName) throws SQLException {
    return handle.ask(() -> callable().getLong(parameterName));
  }

  @Override
  public float getFloat(String parameterName) throws SQLException {
    return handle.ask(() -> callable().getFloat(parameterName));
  }

  @Override
  public double getDouble(String parameterName) throws SQLException {
    return handle.ask(() -> callable().getDouble(parameterName));
  }

  @Override
  public byte[] getBytes(String parameterName) throws SQLException {
    return handle.ask(() -> callable().getBytes(parameterName));
  }

  @Override
  public Date getDate(String parameterName) throws SQLException {
    return handle.ask(() -> callable().getDate(parameterName));
  }

  @Override
  public Time getTime(String parameterName) throws SQLException {
    return handle.ask(() -> callable().getTime(parameterName));
  }

  @Override
  public Timestamp getTimestamp(String parameterName) throws SQLException {
    return handle.ask(() -> callable().getTimestamp(parameterName));
  }

  @Override
  public Object getObject(String parameterName) throws SQLException {
    return handle.guarded(() -> callable().getObject(parameterName));
  }

  @Override
  public BigDecimal getBigDecimal(String parameterName) throws SQLException {
    return handle.ask(() -> callable().getBigDecimal(parameterName));
  }

  @Override
  public Object getObject(String parameterName, Map<String, Class<?>> map) throws SQLException {
    return handle.guarded(() -> callable().getObject(parameterName, map));
  }

  @Override
  public Ref getRef(String parameterName) throws SQLException {
    return handle.guarded(() -> callable().getRef(parameterName));
  }

  @Override
  public Blob getBlob(String parameterName) throws SQLException {
    return handle.guarded(() -> callable().getBlob(parameterName));
  }

  @Override
  public Clob getClob(String parameterName) throws SQLException {
    return handle.guarded(() -> callable().getClob(parameterName));
  }

  @Override
  public Array getArray(String parameterName) throws SQLException {
    return handle.guarded(() -> callable().getArray(parameterName));
  }

  @Override
  public Date getDate(String parameterName, Calendar cal) throws SQLException {
    return handle.ask(() -> callable().getDate(parameterName, cal));
  }

  @Override
  public Time getTime(String parameterName, Calendar cal) throws SQLException {
    return handle.ask(() -> callable().getTime(parameterName, cal));
  }

  @Override
  public Timestamp getTimestamp(String parameterName, Calendar cal) throws SQLException {
    return handle.ask(() -> callable().getTimestamp(parameterName, cal));
  }

  @Override
  public URL getURL(String parameterName) throws SQLException {
    return handle.ask(() -> callable().getURL(parameterName));
  }

  @Override
  public RowId getRowId(int parameterIndex) throws SQLException {
    return handle.ask(() -> callable().getRowId(parameterIndex));
  }

  @Override
  public RowId getRowId(String parameterName) throws SQLException {
    return handle.ask(() -> callable().getRowId(parameterName));
  }

  @Override
  public void setRowId(String parameterName, RowId x) throws SQLException {
    handle.act(() -> callable().setRowId(parameterName, x));
  }

  @Override
  public void setNString(String parameterName, String value) throws SQLException {
    handle.act(() -> callable().setNString(parameterName, value));
  }

  @Override
  public void setNCharacterStream(String parameterName, Reader value, long length)
      throws SQLException {
    handle.act(() -> callable().setNCharacterStream(parameterName, value, length));
  }

  @Override
  public void setNClob(String parameterName, NClob value) throws SQLException {
    handle.act(() -> callable().setNClob(parameterName, Guarded.raw(value)));
  }

  @Override
  public void setClob(String parameterName, Reader reader, long length) throws SQLException {
    handle.act(() -> callable().setClob(parameterName, reader, length));
  }

  @Override
  public void setBlob(String parameterName, InputStream inputStream, long length)
      throws SQLException {
    handle.act(() -> callable().setBlob(parameterName, inputStream, length));
  }

  @Override
  public void setNClob(String parameterName, Reader reader, long length) throws SQLException {
    handle.act(() -> callable().setNClob(parameterName, reader, length));
  }

  @Override
  public NClob getNClob(int parameterIndex) throws SQLException {
    return handle.guarded(() -> callable().getNClob(parameterIndex));
  }

  @Override
  public NClob getNClob(String parameterName) throws SQLException {
    return handle.guarded(() -> callable().getNClob(parameterName));
  }

  @Override
  public void setSQLXML(String parameterName, SQLXML xmlObject) throws SQLException {
    handle.act(() -> callable().setSQLXML(parameterName, Guarded.raw(xmlObject)));
  }

  @Override
  public SQLXML getSQLXML(int parameterIndex) throws SQLException {
    return handle.guarded(() -> callable().getSQLXML(parameterIndex));
  }

  @Override
  public SQLXML getSQLXML(String parameterName) throws SQLException {
    return handle.guarded(() -> callable().getSQLXML(parameterName));
  }

  @Override
  public String getNString(int parameterIndex) throws SQLException {
    return handle.ask(() -> callable().getNString(parameterIndex));
  }

  @Override
  public String getNString(String parameterName) throws SQLException {
    return handle.ask(() -> callable().getNString(parameterName));
  }

  @Override
  public Reader getNCharacterStream(int parameterIndex) throws SQLException {
    return handle.guarded(() -> callable().getNCharacterStream(parameterIndex));
  }

  @Override
  public Reader getNCharacterStream(String parameterName) throws SQLException {
    return handle.guarded(() -> callable().getNCharacterStream(parameterName));
  }

  @Override
  public Reader getCharacterStream(int parameterIndex) throws SQLException {
    return handle.guarded(() -> callable().getCharacterStream(parameterIndex));
  }

  @Override
  public Reader getCharacterStream(String parameterName) throws SQLException {
    return handle.guarded(() -> callable().getCharacterStream(parameterName));
  }

  @Override
  public void setBlob(String parameterName, Blob x) throws SQLException {
    handle.act(() -> callable().setBlob(parameterName, Guarded.raw(x)));
  }

  @Override
  public void setClob(String parameterName, Clob x) throws SQLException {
    handle.act(() -> callable().setClob(parameterName, Guarded.raw(x)));
  }

  @Override
  public void setAsciiStream(String parameterName, InputStream x, long length) throws SQLException {
    handle.act(() -> callable().setAsciiStream(parameterName, x, length));
  }

  @Override
  public void setBinaryStream(String parameterName, InputStream x, long length)
      throws SQLException {
    handle.act(() -> callable().setBinaryStream(parameterName, x, length));
  }

  @Override
  public void setCharacterStream(String parameterName, Reader reader, long length)
      throws SQLException {
    handle.act(() -> callable().setCharacterStream(parameterName, reader, length));
  }

  @Override
  public void setAsciiStream(String parameterName, InputStream x) throws SQLException {
    handle.act(() -> callable().setAsciiStream(parameterName, x));
  }

  @Override
  public void setBinaryStream(String parameterName, InputStream x) throws SQLException {
    handle.act(() -> callable().setBinaryStream(parameterName, x));
  }

  @Override
  public void setCharacterStream(String parameterName, Reader reader) throws SQLException {
    handle.act(() -> callable().setCharacterStream(parameterName, reader));
  }

  @Override
  public void setNCharacterStream(String parameterName, Reader value) throws SQLException {
    handle.act(() -> callable().setNCharacterStream(parameterName, value));
  }

  @Override
  public void setClob(String parameterName, Reader reader) throws SQLException {
    handle.act(() -> callable().setClob(parameterName, reader));
  }

  @Override
  public void setBlob(String parameterName, InputStream inputStream) throws SQLException {
    handle.act(() -> callable().setBlob(parameterName, inputStream));
  }

  @Override
  public void setNClob(String parameterName, Reader reader) throws SQLException {
    handle.act(() -> callable().setNClob(parameterName, reader));
  }

  @Override
  public <T> T getObject(int parameterIndex, Class<T> type) throws SQLException {
    return handle.guarded(() -> callable().getObject(parameterIndex, type));
  }

  @Override
  public <T> T getObject(String parameterName, Class<T> type) throws SQLException {
    return handle.guarded(() -> callable().getObject(parameterName, type));
  }

  @Override
  public void setObject(String parameterName, Object x, SQLType targetSqlType, int scaleOrLength)
      throws SQLException {
    handle.act(
        () -> callable().setObject(parameterName, Guarded.raw(x), targetSqlType, scaleOrLength));
  }

  @Override
  public void setObject(String parameterName, Object x, SQLType targetSqlType) throws SQLException {
    handle.act(() -> callable().setObject(parameterName, Guarded.raw(x), targetSqlType));
  }

  @Override
  public void registerOutParameter(int parameterIndex, SQLType sqlType) throws SQLException {
    handle.act(() -> callable().registerOutParameter(parameterIndex, sqlType));
  }

  @Override
  public void registerOutParameter(int parameterIndex, SQLType sqlType, int scale)
      throws SQLException {
    handle.act(() -> callable().registerOutParameter(parameterIndex, sqlType, scale));
  }

  @Override
  public void registerOutParameter(int parameterIndex, SQLType sqlType, String typeName)
      throws SQLException {
    handle.act(() -> callable().registerOutParameter(parameterIndex, sqlType, typeName));
  }

  @Override
  public void registerOutParameter(String parameterName, SQLType sqlType) throws SQLException {
    handle.act(() -> callable().registerOutParameter(parameterName, sqlType));
  }

  @Override
  public void registerOutParameter(String parameterName, SQLType sqlType, int scale)
      throws SQLException {
    handle.act(() -> callable().registerOutParameter(parameterName, sqlType, scale));
  }

  @Override
  public void registerOutParameter(String parameterName, SQLType sqlType, String typeName)
      throws SQLException {
    handle.act(() -> callable().registerOutParameter(parameterName, sqlType, typeName));
  }
}
