package io.fairlead.benchmarks.pool;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.logging.Logger;
import javax.sql.DataSource;

/** HikariCP with a fixed size and everything else as it comes. */
final class HikariDoor implements Door {

  private final HikariDataSource pool;

  HikariDoor(int size) throws InterruptedException {
    HikariConfig config = new HikariConfig();
    config.setDataSource(new Stubs());
    config.setMinimumIdle(size);
    config.setMaximumPoolSize(size);
    config.setConnectionTimeout(60_000);
    pool = new HikariDataSource(config);
    while (pool.getHikariPoolMXBean().getTotalConnections() < size) {
      Thread.sleep(10);
    }
  }

  @Override
  public Object acquire() throws SQLException {
    return pool.getConnection();
  }

  @Override
  public void release(Object handle) throws SQLException {
    ((Connection) handle).close();
  }

  @Override
  public void close() {
    pool.close();
  }

  private static final class Stubs implements DataSource {

    @Override
    public Connection getConnection() {
      return new StubConnection();
    }

    @Override
    public Connection getConnection(String user, String password) {
      return getConnection();
    }

    @Override
    public PrintWriter getLogWriter() {
      throw new UnsupportedOperationException();
    }

    @Override
    public void setLogWriter(PrintWriter out) {}

    @Override
    public void setLoginTimeout(int seconds) {}

    @Override
    public int getLoginTimeout() {
      return 0;
    }

    @Override
    public Logger getParentLogger() {
      throw new UnsupportedOperationException();
    }

    @Override
    public <T> T unwrap(Class<T> type) throws SQLException {
      throw new SQLException("wraps nothing");
    }

    @Override
    public boolean isWrapperFor(Class<?> type) {
      return false;
    }
  }
}
