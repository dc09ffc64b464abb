package io.fairlead.traffic.session;

import io.fairlead.traffic.pool.spi.ResultSink;
import org.osgi.annotation.versioning.ProviderType;

/**
 * One client's session. The protocol gives it one request after the other, the next when the last
 * one's callback was called; never blocks, so event loops may call it.
 */
@ProviderType
public interface ClientSession {

  long id();

  /**
   * Runs a text of statements; the sink and the callback are called on a thread of the pool's, or,
   * on early failure, on this one.
   */
  void query(String sql, ResultSink sink, RequestCallback callback);

  /** Opens a transaction; the result is its id. */
  void begin(RequestCallback callback);

  void commit(RequestCallback callback);

  void rollback(RequestCallback callback);

  /** Whether its request waits for a database connection: nothing has been done for it yet. */
  boolean waits();

  /**
   * The client has gone, or is to go: cancels what runs, rolls back, gives the connection back.
   * Twice is harmless.
   */
  void close();
}
