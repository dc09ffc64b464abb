package io.fairlead.pool.jdbc;

import io.fairlead.traffic.pool.spi.JdbcAccess.Setting;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** How a session's settings were before a borrower changed them; asked for only when he does. */
final class SettingsBefore {

  private final Connection connection;
  private final Map<Setting, @Nullable Object> values = new EnumMap<>(Setting.class);

  SettingsBefore(Connection connection) {
    this.connection = connection;
  }

  void keep(Setting which) throws SQLException {
    if (!values.containsKey(which)) {
      values.put(
          which,
          switch (which) {
            case READ_ONLY -> connection.isReadOnly();
            case ISOLATION -> connection.getTransactionIsolation();
            case CATALOG -> connection.getCatalog();
            case SCHEMA -> connection.getSchema();
            case HOLDABILITY -> connection.getHoldability();
            case NETWORK_TIMEOUT -> connection.getNetworkTimeout();
            case TYPE_MAP -> connection.getTypeMap();
            case CLIENT_INFO -> copy(connection.getClientInfo());
            case AUTO_COMMIT, QUERY_TIMEOUT -> null; // the pool's own are always the same
          });
    }
  }

  /** Whether there is nothing that a setter could set it back to. */
  boolean nameless(Setting which) {
    return (which == Setting.CATALOG || which == Setting.SCHEMA) && values.get(which) == null;
  }

  boolean kept(Setting which) {
    return values.containsKey(which);
  }

  /** Outside a transaction. */
  void restore() throws SQLException {
    for (Map.Entry<Setting, @Nullable Object> entry : values.entrySet()) {
      Object value = entry.getValue();
      switch (entry.getKey()) {
        case READ_ONLY -> connection.setReadOnly((Boolean) value(value));
        case ISOLATION -> connection.setTransactionIsolation((Integer) value(value));
        case CATALOG -> {
          if (value != null) {
            connection.setCatalog((String) value);
          }
        }
        case SCHEMA -> {
          if (value != null) {
            connection.setSchema((String) value);
          }
        }
        case HOLDABILITY -> connection.setHoldability((Integer) value(value));
        case NETWORK_TIMEOUT -> connection.setNetworkTimeout(Runnable::run, (Integer) value(value));
        case TYPE_MAP -> typeMap(value);
        case CLIENT_INFO -> clientInfo((Properties) value(value));
        case AUTO_COMMIT, QUERY_TIMEOUT -> {}
      }
    }
    values.clear();
  }

  private static Object value(@Nullable Object kept) throws SQLException {
    if (kept == null) {
      throw new SQLException("the driver did not say what a setting was");
    }
    return kept;
  }

  @SuppressWarnings("unchecked") // as the driver gave it
  private void typeMap(@Nullable Object map) throws SQLException {
    connection.setTypeMap(map == null ? Map.of() : (Map<String, Class<?>>) map);
  }

  private static Properties copy(@Nullable Properties properties) {
    Properties copy = new Properties();
    if (properties != null) {
      properties.stringPropertyNames().forEach(n -> copy.put(n, properties.getProperty(n)));
    }
    return copy;
  }

  /** Name by name: some that a driver tells may not be set. */
  private void clientInfo(Properties was) throws SQLException {
    Properties now = copy(connection.getClientInfo());
    Set<String> names = new HashSet<>(was.stringPropertyNames());
    names.addAll(now.stringPropertyNames());
    for (String name : names) {
      String value = was.getProperty(name);
      if (value == null || !value.equals(now.getProperty(name))) {
        connection.setClientInfo(name, value);
      }
    }
  }
}
