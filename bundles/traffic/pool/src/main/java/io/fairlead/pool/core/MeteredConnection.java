package io.fairlead.pool.core;

import io.fairlead.traffic.pool.spi.JdbcAccess;
import io.fairlead.traffic.pool.spi.ResetMode;
import io.fairlead.traffic.pool.spi.ResultSink;
import io.fairlead.traffic.pool.spi.ServerConnection;
import io.fairlead.traffic.pool.spi.ServerException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A connection at work for a partition: what is read through it is counted. */
final class MeteredConnection implements ServerConnection {

  private final Pool pool;
  private final Share share;
  final ServerConnection connection;

  MeteredConnection(Pool pool, Share share, ServerConnection connection) {
    this.pool = pool;
    this.share = share;
    this.connection = connection;
  }

  @Override
  public void execute(String sql, ResultSink sink) throws ServerException {
    MeteredSink metered = sink(sink);
    try {
      connection.execute(sql, metered);
    } finally {
      metered.close();
    }
  }

  MeteredSink sink(ResultSink sink) {
    return new MeteredSink(pool, share, sink);
  }

  @Override
  public void begin() throws ServerException {
    connection.begin();
  }

  @Override
  public void commit() throws ServerException {
    connection.commit();
  }

  @Override
  public void rollback() throws ServerException {
    connection.rollback();
  }

  @Override
  public boolean transactionOpen() {
    return connection.transactionOpen();
  }

  @Override
  public Optional<String> stateLeft() {
    return connection.stateLeft();
  }

  @Override
  public @Nullable JdbcAccess jdbc() {
    return connection.jdbc();
  }

  @Override
  public void fetching(@Nullable Statement of) {
    connection.fetching(of);
  }

  @Override
  public void fetched() {
    connection.fetched();
  }

  @Override
  public void read(long rows, long bytes) {
    share.work.add(0, 0, rows, bytes);
  }

  @Override
  public boolean settled() {
    return connection.settled();
  }

  @Override
  public Optional<String> leaves(String sql) {
    return connection.leaves(sql);
  }

  @Override
  public boolean reset(ResetMode mode) {
    return connection.reset(mode);
  }

  @Override
  public boolean validate(Duration atMost, Optional<String> query) {
    return connection.validate(atMost, query);
  }

  @Override
  public void cancel() throws ServerException {
    connection.cancel();
  }

  @Override
  public boolean abort() {
    return connection.abort();
  }

  @Override
  public void close() {
    connection.close();
  }

  @Override
  public Optional<String> database() {
    return connection.database();
  }

  @Override
  public String product() {
    return connection.product();
  }
}
