package io.fairlead.pool.datasource;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.SQLException;

/** Work of streams through the loan: what fails is an {@link IOException} to their readers. */
final class Streams {

  private Streams() {}

  /** Something that a stream is asked. */
  @FunctionalInterface
  interface Ask<T> {
    T get() throws IOException;
  }

  /** Something that a stream is told. */
  @FunctionalInterface
  interface Act {
    void run() throws IOException;
  }

  static <T> T ask(Borrowed handle, Ask<T> ask) throws IOException {
    try {
      return handle.ask(
          () -> {
            try {
              return ask.get();
            } catch (IOException e) {
              throw new UncheckedIOException(e);
            }
          });
    } catch (UncheckedIOException e) {
      throw e.getCause();
    } catch (SQLException e) {
      throw new IOException(e.getMessage(), e);
    }
  }

  static void act(Borrowed handle, Act act) throws IOException {
    Object unused =
        ask(
            handle,
            () -> {
              act.run();
              return handle;
            });
  }
}
