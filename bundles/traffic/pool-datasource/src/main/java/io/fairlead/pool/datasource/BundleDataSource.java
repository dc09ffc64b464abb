package io.fairlead.pool.datasource;

import io.fairlead.kernel.error.FairleadException;
import io.fairlead.traffic.pool.AcquireRequest;
import io.fairlead.traffic.pool.ConnectionPool;
import io.fairlead.traffic.pool.ConnectionView;
import io.fairlead.traffic.pool.Loan;
import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.sql.SQLInvalidAuthorizationSpecException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.SQLTransientConnectionException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.logging.Logger;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** A pool as one bundle sees it. Its loans are the bundle's, each the asking thread's. */
public final class BundleDataSource implements DataSource {

  /** Requests that are kept by their user, so that where they belong is found only once. */
  private static final int MOST_USERS = 256;

  private static final String BUNDLE_ID = "bundle_id";

  private final ConnectionPool pool;
  private final String bundle;
  private final String bundleId;
  private final Map<String, AcquireRequest> ofUsers = new ConcurrentHashMap<>();
  private volatile AcquireRequest request;
  private volatile int loginTimeout;
  private volatile boolean over;
  private volatile @Nullable PrintWriter logWriter;

  /**
   * @param bundle its symbolic name
   */
  public BundleDataSource(ConnectionPool pool, String bundle, long bundleId) {
    this.pool = pool;
    this.bundle = bundle;
    this.bundleId = String.valueOf(bundleId);
    this.request = request(null, 0);
  }

  private AcquireRequest request(@Nullable String user, int timeoutSeconds) {
    AcquireRequest result =
        AcquireRequest.of(user == null ? bundle : user + " of " + bundle)
            .with("application", bundle)
            .with("bundle", bundle)
            .with(BUNDLE_ID, bundleId)
            .with("user", user == null ? bundle : user);
    return timeoutSeconds == 0 ? result : result.within(Duration.ofSeconds(timeoutSeconds));
  }

  @Override
  public Connection getConnection() throws SQLException {
    return borrow(request);
  }

  @Override
  public Connection getConnection(@Nullable String user, @Nullable String password)
      throws SQLException {
    if (password != null && !password.isEmpty()) {
      throw new SQLInvalidAuthorizationSpecException(
          "pool "
              + pool.name()
              + ": a password (expected: null or empty; the pool logs in by itself, and the user"
              + " only says which partition the loan belongs to)",
          SqlStates.NOT_AUTHORIZED);
    }
    if (user == null || user.isEmpty()) {
      return getConnection();
    }
    AcquireRequest known = ofUsers.get(user);
    if (known == null) {
      known = request(user, loginTimeout);
      if (ofUsers.size() < MOST_USERS) {
        ofUsers.put(user, known);
      }
    }
    return borrow(known);
  }

  private Connection borrow(AcquireRequest asked) throws SQLException {
    if (over) {
      throw gone();
    }
    Loan loan;
    try {
      loan = pool.acquire(asked);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new SQLTransientConnectionException(
          "pool " + pool.name() + ": interrupted while waiting for a connection",
          SqlStates.NOT_CONNECTED,
          e);
    } catch (FairleadException e) {
      throw new SQLTransientConnectionException(e.getMessage(), SqlStates.NOT_CONNECTED, e);
    }
    if (over) { // while it waited
      loan.release();
      throw gone();
    }
    loan.underTimeouts();
    return new ConnectionHandle(pool, loan);
  }

  private SQLException gone() {
    return new SQLNonTransientConnectionException(
        "pool " + pool.name() + ": this DataSource was given back, or its pool is gone",
        SqlStates.NO_CONNECTION);
  }

  /** No loans from now on; those that stand do so. */
  void end() {
    over = true;
  }

  /** No loans from now on, and those that stand are taken back. */
  List<ConnectionView> takeBack() {
    over = true;
    return pool.takeBack(
        asked -> bundleId.equals(asked.attributes().get(BUNDLE_ID)),
        "was taken back, bundle " + bundle + " has stopped or given its DataSource back");
  }

  @Override
  public void setLoginTimeout(int seconds) throws SQLException {
    if (seconds < 0) {
      throw new SQLException("loginTimeout: " + seconds + " (expected: >= 0)", "22023");
    }
    loginTimeout = seconds;
    request = request(null, seconds);
    ofUsers.clear();
  }

  @Override
  public int getLoginTimeout() {
    return loginTimeout;
  }

  @Override
  public void setLogWriter(@Nullable PrintWriter out) {
    logWriter = out;
  }

  @Override
  public @Nullable PrintWriter getLogWriter() {
    return logWriter;
  }

  @Override
  public Logger getParentLogger() throws SQLFeatureNotSupportedException {
    throw new SQLFeatureNotSupportedException("logs with slf4j", SqlStates.NOT_SUPPORTED);
  }

  @Override
  public <T> T unwrap(Class<T> type) throws SQLException {
    if (type.isInstance(this)) {
      return type.cast(this);
    }
    throw new SQLException(type.getName() + " (expected: " + DataSource.class.getName() + ")");
  }

  @Override
  public boolean isWrapperFor(Class<?> type) {
    return type.isInstance(this);
  }

  @Override
  public String toString() {
    return "DataSource of pool " + pool.name() + " for bundle " + bundle;
  }
}
