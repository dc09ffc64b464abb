package io.fairlead.traffic.pool.spi;

import org.jspecify.annotations.Nullable;

/** What the database said no with. The message is for the client and holds no secret. */
public final class ServerException extends Exception {

  private static final long serialVersionUID = 1L;

  private final String sqlState;
  private final boolean connectionLost;

  /**
   * @param sqlState five characters, or empty when there is none
   * @param connectionLost whether the connection cannot be used any more
   */
  public ServerException(
      String message, String sqlState, boolean connectionLost, @Nullable Throwable cause) {
    super(message, cause);
    this.sqlState = sqlState;
    this.connectionLost = connectionLost;
  }

  public String sqlState() {
    return sqlState;
  }

  public boolean connectionLost() {
    return connectionLost;
  }
}
