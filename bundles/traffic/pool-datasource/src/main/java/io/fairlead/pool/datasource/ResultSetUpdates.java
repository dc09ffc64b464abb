package io.fairlead.pool.datasource;

import java.io.InputStream;
import java.io.Reader;
import java.math.BigDecimal;
import java.sql.Array;
import java.sql.Blob;
import java.sql.Clob;
import java.sql.Date;
import java.sql.NClob;
import java.sql.Ref;
import java.sql.ResultSet;
import java.sql.RowId;
import java.sql.SQLException;
import java.sql.SQLType;
import java.sql.SQLXML;
import java.sql.Time;
import java.sql.Timestamp;

/** What a result's row is changed with before it is sent: delegation, and nothing but. */
abstract class ResultSetUpdates extends ResultSetGetters {

  final Borrowed handle;
  final ResultSet set;

  ResultSetUpdates(Borrowed handle, ResultSet set) {
    this.handle = handle;
    this.set = set;
  }

  @Override
  public void updateNull(int columnIndex) throws SQLException {
    set().updateNull(columnIndex);
  }

  @Override
  public void updateBoolean(int columnIndex, boolean x) throws SQLException {
    set().updateBoolean(columnIndex, x);
  }

  @Override
  public void updateByte(int columnIndex, byte x) throws SQLException {
    set().updateByte(columnIndex, x);
  }

  @Override
  public void updateShort(int columnIndex, short x) throws SQLException {
    set().updateShort(columnIndex, x);
  }

  @Override
  public void updateInt(int columnIndex, int x) throws SQLException {
    set().updateInt(columnIndex, x);
  }

  @Override
  public void updateLong(int columnIndex, long x) throws SQLException {
    set().updateLong(columnIndex, x);
  }

  @Override
  public void updateFloat(int columnIndex, float x) throws SQLException {
    set().updateFloat(columnIndex, x);
  }

  @Override
  public void updateDouble(int columnIndex, double x) throws SQLException {
    set().updateDouble(columnIndex, x);
  }

  @Override
  public void updateBigDecimal(int columnIndex, BigDecimal x) throws SQLException {
    set().updateBigDecimal(columnIndex, x);
  }

  @Override
  public void updateString(int columnIndex, String x) throws SQLException {
    set().updateString(columnIndex, x);
  }

  @Override
  public void updateBytes(int columnIndex, byte[] x) throws SQLException {
    set().updateBytes(columnIndex, x);
  }

  @Override
  public void updateDate(int columnIndex, Date x) throws SQLException {
    set().updateDate(columnIndex, x);
  }

  @Override
  public void updateTime(int columnIndex, Time x) throws SQLException {
    set().updateTime(columnIndex, x);
  }

  @Override
  public void updateTimestamp(int columnIndex, Timestamp x) throws SQLException {
    set().updateTimestamp(columnIndex, x);
  }

  @Override
  public void updateAsciiStream(int columnIndex, InputStream x, int length) throws SQLException {
    handle.act(() -> set().updateAsciiStream(columnIndex, x, length));
  }

  @Override
  public void updateBinaryStream(int columnIndex, InputStream x, int length) throws SQLException {
    handle.act(() -> set().updateBinaryStream(columnIndex, x, length));
  }

  @Override
  public void updateCharacterStream(int columnIndex, Reader x, int length) throws SQLException {
    handle.act(() -> set().updateCharacterStream(columnIndex, x, length));
  }

  @Override
  public void updateObject(int columnIndex, Object x, int scaleOrLength) throws SQLException {
    handle.act(() -> set().updateObject(columnIndex, Guarded.raw(x), scaleOrLength));
  }

  @Override
  public void updateObject(int columnIndex, Object x) throws SQLException {
    handle.act(() -> set().updateObject(columnIndex, Guarded.raw(x)));
  }

  @Override
  public void updateNull(String columnLabel) throws SQLException {
    set().updateNull(columnLabel);
  }

  @Override
  public void updateBoolean(String columnLabel, boolean x) throws SQLException {
    set().updateBoolean(columnLabel, x);
  }

  @Override
  public void updateByte(String columnLabel, byte x) throws SQLException {
    set().updateByte(columnLabel, x);
  }

  @Override
  public void updateShort(String columnLabel, short x) throws SQLException {
    set().updateShort(columnLabel, x);
  }

  @Override
  public void updateInt(String columnLabel, int x) throws SQLException {
    set().updateInt(columnLabel, x);
  }

  @Override
  public void updateLong(String columnLabel, long x) throws SQLException {
    set().updateLong(columnLabel, x);
  }

  @Override
  public void updateFloat(String columnLabel, float x) throws SQLException {
    set().updateFloat(columnLabel, x);
  }

  @Override
  public void updateDouble(String columnLabel, double x) throws SQLException {
    set().updateDouble(columnLabel, x);
  }

  @Override
  public void updateBigDecimal(String columnLabel, BigDecimal x) throws SQLException {
    set().updateBigDecimal(columnLabel, x);
  }

  @Override
  public void updateString(String columnLabel, String x) throws SQLException {
    set().updateString(columnLabel, x);
  }

  @Override
  public void updateBytes(String columnLabel, byte[] x) throws SQLException {
    set().updateBytes(columnLabel, x);
  }

  @Override
  public void updateDate(String columnLabel, Date x) throws SQLException {
    set().updateDate(columnLabel, x);
  }

  @Override
  public void updateTime(String columnLabel, Time x) throws SQLException {
    set().updateTime(columnLabel, x);
  }

  @Override
  public void updateTimestamp(String columnLabel, Timestamp x) throws SQLException {
    set().updateTimestamp(columnLabel, x);
  }

  @Override
  public void updateAsciiStream(String columnLabel, InputStream x, int length) throws SQLException {
    handle.act(() -> set().updateAsciiStream(columnLabel, x, length));
  }

  @Override
  public void updateBinaryStream(String columnLabel, InputStream x, int length)
      throws SQLException {
    handle.act(() -> set().updateBinaryStream(columnLabel, x, length));
  }

  @Override
  public void updateCharacterStream(String columnLabel, Reader reader, int length)
      throws SQLException {
    handle.act(() -> set().updateCharacterStream(columnLabel, reader, length));
  }

  @Override
  public void updateObject(String columnLabel, Object x, int scaleOrLength) throws SQLException {
    handle.act(() -> set().updateObject(columnLabel, Guarded.raw(x), scaleOrLength));
  }

  @Override
  public void updateObject(String columnLabel, Object x) throws SQLException {
    handle.act(() -> set().updateObject(columnLabel, Guarded.raw(x)));
  }

  @Override
  public void updateRef(int columnIndex, Ref x) throws SQLException {
    handle.act(() -> set().updateRef(columnIndex, Guarded.raw(x)));
  }

  @Override
  public void updateRef(String columnLabel, Ref x) throws SQLException {
    handle.act(() -> set().updateRef(columnLabel, Guarded.raw(x)));
  }

  @Override
  public void updateBlob(int columnIndex, Blob x) throws SQLException {
    handle.act(() -> set().updateBlob(columnIndex, Guarded.raw(x)));
  }

  @Override
  public void updateBlob(String columnLabel, Blob x) throws SQLException {
    handle.act(() -> set().updateBlob(columnLabel, Guarded.raw(x)));
  }

  @Override
  public void updateClob(int columnIndex, Clob x) throws SQLException {
    handle.act(() -> set().updateClob(columnIndex, Guarded.raw(x)));
  }

  @Override
  public void updateClob(String columnLabel, Clob x) throws SQLException {
    handle.act(() -> set().updateClob(columnLabel, Guarded.raw(x)));
  }

  @Override
  public void updateArray(int columnIndex, Array x) throws SQLException {
    handle.act(() -> set().updateArray(columnIndex, Guarded.raw(x)));
  }

  @Override
  public void updateArray(String columnLabel, Array x) throws SQLException {
    handle.act(() -> set().updateArray(columnLabel, Guarded.raw(x)));
  }

  @Override
  public void updateRowId(int columnIndex, RowId x) throws SQLException {
    set().updateRowId(columnIndex, x);
  }

  @Override
  public void updateRowId(String columnLabel, RowId x) throws SQLException {
    set().updateRowId(columnLabel, x);
  }

  @Override
  public void updateNString(int columnIndex, String nString) throws SQLException {
    set().updateNString(columnIndex, nString);
  }

  @Override
  public void updateNString(String columnLabel, String nString) throws SQLException {
    set().updateNString(columnLabel, nString);
  }

  @Override
  public void updateNClob(int columnIndex, NClob nClob) throws SQLException {
    handle.act(() -> set().updateNClob(columnIndex, Guarded.raw(nClob)));
  }

  @Override
  public void updateNClob(String columnLabel, NClob nClob) throws SQLException {
    handle.act(() -> set().updateNClob(columnLabel, Guarded.raw(nClob)));
  }

  @Override
  public void updateSQLXML(int columnIndex, SQLXML xmlObject) throws SQLException {
    handle.act(() -> set().updateSQLXML(columnIndex, Guarded.raw(xmlObject)));
  }

  @Override
  public void updateSQLXML(String columnLabel, SQLXML xmlObject) throws SQLException {
    handle.act(() -> set().updateSQLXML(columnLabel, Guarded.raw(xmlObject)));
  }

  @Override
  public void updateNCharacterStream(int columnIndex, Reader x, long length) throws SQLException {
    handle.act(() -> set().updateNCharacterStream(columnIndex, x, length));
  }

  @Override
  public void updateNCharacterStream(String columnLabel, Reader reader, long length)
      throws SQLException {
    handle.act(() -> set().updateNCharacterStream(columnLabel, reader, length));
  }

  @Override
  public void updateAsciiStream(int columnIndex, InputStream x, long length) throws SQLException {
    handle.act(() -> set().updateAsciiStream(columnIndex, x, length));
  }

  @Override
  public void updateBinaryStream(int columnIndex, InputStream x, long length) throws SQLException {
    handle.act(() -> set().updateBinaryStream(columnIndex, x, length));
  }

  @Override
  public void updateCharacterStream(int columnIndex, Reader x, long length) throws SQLException {
    handle.act(() -> set().updateCharacterStream(columnIndex, x, length));
  }

  @Override
  public void updateAsciiStream(String columnLabel, InputStream x, long length)
      throws SQLException {
    handle.act(() -> set().updateAsciiStream(columnLabel, x, length));
  }

  @Override
  public void updateBinaryStream(String columnLabel, InputStream x, long length)
      throws SQLException {
    handle.act(() -> set().updateBinaryStream(columnLabel, x, length));
  }

  @Override
  public void updateCharacterStream(String columnLabel, Reader reader, long length)
      throws SQLException {
    handle.act(() -> set().updateCharacterStream(columnLabel, reader, length));
  }

  @Override
  public void updateBlob(int columnIndex, InputStream inputStream, long length)
      throws SQLException {
    handle.act(() -> set().updateBlob(columnIndex, inputStream, length));
  }

  @Override
  public void updateBlob(String columnLabel, InputStream inputStream, long length)
      throws SQLException {
    handle.act(() -> set().updateBlob(columnLabel, inputStream, length));
  }

  @Override
  public void updateClob(int columnIndex, Reader reader, long length) throws SQLException {
    handle.act(() -> set().updateClob(columnIndex, reader, length));
  }

  @Override
  public void updateClob(String columnLabel, Reader reader, long length) throws SQLException {
    handle.act(() -> set().updateClob(columnLabel, reader, length));
  }

  @Override
  public void updateNClob(int columnIndex, Reader reader, long length) throws SQLException {
    handle.act(() -> set().updateNClob(columnIndex, reader, length));
  }

  @Override
  public void updateNClob(String columnLabel, Reader reader, long length) throws SQLException {
    handle.act(() -> set().updateNClob(columnLabel, reader, length));
  }

  @Override
  public void updateNCharacterStream(int columnIndex, Reader x) throws SQLException {
    handle.act(() -> set().updateNCharacterStream(columnIndex, x));
  }

  @Override
  public void updateNCharacterStream(String columnLabel, Reader reader) throws SQLException {
    handle.act(() -> set().updateNCharacterStream(columnLabel, reader));
  }

  @Override
  public void updateAsciiStream(int columnIndex, InputStream x) throws SQLException {
    handle.act(() -> set().updateAsciiStream(columnIndex, x));
  }

  @Override
  public void updateBinaryStream(int columnIndex, InputStream x) throws SQLException {
    handle.act(() -> set().updateBinaryStream(columnIndex, x));
  }

  @Override
  public void updateCharacterStream(int columnIndex, Reader x) throws SQLException {
    handle.act(() -> set().updateCharacterStream(columnIndex, x));
  }

  @Override
  public void updateAsciiStream(String columnLabel, InputStream x) throws SQLException {
    handle.act(() -> set().updateAsciiStream(columnLabel, x));
  }

  @Override
  public void updateBinaryStream(String columnLabel, InputStream x) throws SQLException {
    handle.act(() -> set().updateBinaryStream(columnLabel, x));
  }

  @Override
  public void updateCharacterStream(String columnLabel, Reader reader) throws SQLException {
    handle.act(() -> set().updateCharacterStream(columnLabel, reader));
  }

  @Override
  public void updateBlob(int columnIndex, InputStream inputStream) throws SQLException {
    handle.act(() -> set().updateBlob(columnIndex, inputStream));
  }

  @Override
  public void updateBlob(String columnLabel, InputStream inputStream) throws SQLException {
    handle.act(() -> set().updateBlob(columnLabel, inputStream));
  }

  @Override
  public void updateClob(int columnIndex, Reader reader) throws SQLException {
    handle.act(() -> set().updateClob(columnIndex, reader));
  }

  @Override
  public void updateClob(String columnLabel, Reader reader) throws SQLException {
    handle.act(() -> set().updateClob(columnLabel, reader));
  }

  @Override
  public void updateNClob(int columnIndex, Reader reader) throws SQLException {
    handle.act(() -> set().updateNClob(columnIndex, reader));
  }

  @Override
  public void updateNClob(String columnLabel, Reader reader) throws SQLException {
    handle.act(() -> set().updateNClob(columnLabel, reader));
  }

  @Override
  public void updateObject(int columnIndex, Object x, SQLType targetSqlType, int scaleOrLength)
      throws SQLException {
    handle.act(() -> set().updateObject(columnIndex, Guarded.raw(x), targetSqlType, scaleOrLength));
  }

  @Override
  public void updateObject(String columnLabel, Object x, SQLType targetSqlType, int scaleOrLength)
      throws SQLException {
    handle.act(() -> set().updateObject(columnLabel, Guarded.raw(x), targetSqlType, scaleOrLength));
  }

  @Override
  public void updateObject(int columnIndex, Object x, SQLType targetSqlType) throws SQLException {
    handle.act(() -> set().updateObject(columnIndex, Guarded.raw(x), targetSqlType));
  }

  @Override
  public void updateObject(String columnLabel, Object x, SQLType targetSqlType)
      throws SQLException {
    handle.act(() -> set().updateObject(columnLabel, Guarded.raw(x), targetSqlType));
  }
}
