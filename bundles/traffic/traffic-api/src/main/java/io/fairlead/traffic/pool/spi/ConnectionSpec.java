package io.fairlead.traffic.pool.spi;

import java.util.Map;
import java.util.Optional;

/**
 * What a connection has to be. Two equal specs make interchangeable connections.
 *
 * @param pool the pool's name, for logs and for the server's list of clients
 * @param url the JDBC URL, or what the source takes for one
 * @param isolation read_uncommitted, read_committed, repeatable_read or serializable; empty for the
 *     server's default
 * @param initSql run once on every new connection
 * @param cachedStatements how many prepared statements a connection may keep; 0 for none
 * @param cachedStatementBytes how many bytes of text these may have, two for each character
 */
public record ConnectionSpec(
    String pool,
    String driver,
    String url,
    Optional<String> username,
    Optional<String> password,
    Map<String, String> properties,
    Optional<String> initSql,
    Optional<String> isolation,
    Optional<String> schema,
    boolean readOnly,
    int cachedStatements,
    long cachedStatementBytes) {

  public ConnectionSpec {
    properties = Map.copyOf(properties);
  }

  /** Without the password and without the properties' values. */
  @Override
  public String toString() {
    return "ConnectionSpec[" + pool + ", " + driver + ", user " + username.orElse("none") + "]";
  }
}
