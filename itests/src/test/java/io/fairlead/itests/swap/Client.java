package io.fairlead.itests.swap;

import java.io.IOException;

/** One client of the server's, which does one thing over and over. */
public interface Client extends AutoCloseable {

  /** Makes one. */
  interface Factory {
    Client open() throws Exception;
  }

  /**
   * Does it once.
   *
   * @throws GoneException what would have answered is not there, and that was said as promised
   */
  void once() throws Exception;

  @Override
  default void close() throws IOException {}
}
