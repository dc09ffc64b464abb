package io.fairlead.pool.jdbc;

import io.fairlead.traffic.pool.spi.ResultSink;
import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Types;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * Reads a result as text. Most types are as the driver writes them; booleans are {@code true} and
 * {@code false}, binary values {@code \x} and hexadecimal digits, on every database. A value of
 * more than {@value #LONGEST_VALUE} characters is an error, not a cut: large objects are read
 * through streams, so one that is too long is not read to its end.
 */
final class ResultReader {

  static final int LONGEST_VALUE = 16 * 1024 * 1024;

  private static final HexFormat HEX = HexFormat.of();

  /** How a column's values are read. */
  private enum Kind {
    TEXT,
    BOOLEAN,
    BINARY,
    LONG_TEXT,
    LONG_BINARY
  }

  private Kind[] kinds = new Kind[8];

  /** Passes columns and rows on and returns how many rows there were. */
  long read(ResultSet result, ResultSink sink, Cancellation cancellation) throws SQLException {
    ResultSetMetaData meta = result.getMetaData();
    int count = meta.getColumnCount();
    if (kinds.length < count) {
      kinds = new Kind[count];
    }
    String[] names = new String[count];
    for (int i = 0; i < count; i++) {
      names[i] = meta.getColumnLabel(i + 1);
      kinds[i] = kind(meta, i + 1);
    }
    sink.columns(names);
    @Nullable String[] values = new String[count];
    long rows = 0;
    while (result.next()) {
      if (cancellation.asked()) {
        throw new SQLException("The statement was cancelled", "57014");
      }
      for (int i = 0; i < count; i++) {
        values[i] = value(result, i + 1, kinds[i]);
      }
      sink.row(values);
      rows++;
    }
    return rows;
  }

  private static Kind kind(ResultSetMetaData meta, int column) throws SQLException {
    return switch (meta.getColumnType(column)) {
      case Types.BOOLEAN -> Kind.BOOLEAN;
      // PostgreSQL's boolean and its bit strings
      case Types.BIT ->
          "bool".equalsIgnoreCase(meta.getColumnTypeName(column)) ? Kind.BOOLEAN : Kind.TEXT;
      // H2's UUID is of this type
      case Types.BINARY ->
          "UUID".equalsIgnoreCase(meta.getColumnTypeName(column)) ? Kind.TEXT : Kind.BINARY;
      // never as text: that would deserialize it
      case Types.VARBINARY, Types.LONGVARBINARY, Types.JAVA_OBJECT -> Kind.BINARY;
      case Types.CLOB, Types.NCLOB -> Kind.LONG_TEXT;
      case Types.BLOB -> Kind.LONG_BINARY;
      default -> Kind.TEXT;
    };
  }

  private static @Nullable String value(ResultSet result, int column, Kind kind)
      throws SQLException {
    return switch (kind) {
      case TEXT -> checked(result.getString(column), column);
      case BOOLEAN -> bool(result.getString(column));
      case BINARY -> binary(result.getBytes(column), column);
      case LONG_TEXT -> longText(result, column);
      case LONG_BINARY -> longBinary(result, column);
    };
  }

  private static @Nullable String checked(@Nullable String value, int column) throws SQLException {
    if (value != null && value.length() > LONGEST_VALUE) {
      throw tooLong(column);
    }
    return value;
  }

  private static @Nullable String bool(@Nullable String value) {
    if (value == null) {
      return null;
    }
    char first = value.isEmpty() ? 'f' : value.charAt(0);
    return first == 't' || first == 'T' || first == '1' ? "true" : "false";
  }

  private static @Nullable String binary(byte @Nullable [] value, int column) throws SQLException {
    if (value == null) {
      return null;
    }
    if (value.length > (LONGEST_VALUE - 2) / 2) {
      throw tooLong(column);
    }
    return HEX.formatHex(new StringBuilder(2 + 2 * value.length).append("\\x"), value).toString();
  }

  private static @Nullable String longText(ResultSet result, int column) throws SQLException {
    try (Reader reader = result.getCharacterStream(column)) {
      if (reader == null) {
        return null;
      }
      StringBuilder text = new StringBuilder();
      char[] buffer = new char[4096];
      for (int n = reader.read(buffer); n >= 0; n = reader.read(buffer)) {
        if (text.length() + n > LONGEST_VALUE) {
          throw tooLong(column);
        }
        text.append(buffer, 0, n);
      }
      return text.toString();
    } catch (IOException e) {
      throw unreadable(column, e);
    }
  }

  private static @Nullable String longBinary(ResultSet result, int column) throws SQLException {
    try (InputStream stream = result.getBinaryStream(column)) {
      return stream == null ? null : binary(stream.readNBytes(LONGEST_VALUE / 2), column);
    } catch (IOException e) {
      throw unreadable(column, e);
    }
  }

  private static SQLException tooLong(int column) {
    return new SQLException(
        "A value of column "
            + column
            + " is too long (expected: at most "
            + LONGEST_VALUE
            + " characters)",
        "54000");
  }

  private static SQLException unreadable(int column, IOException cause) {
    return new SQLException(
        "A value of column " + column + " could not be read: " + cause.getMessage(),
        "58030",
        cause);
  }
}
