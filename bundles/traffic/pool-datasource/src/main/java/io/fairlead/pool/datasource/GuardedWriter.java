package io.fairlead.pool.datasource;

import java.io.IOException;
import java.io.Writer;

/** Characters that a driver may send to the database as they are written. */
final class GuardedWriter extends Writer {

  private final Borrowed handle;
  private final Writer writer;

  GuardedWriter(Borrowed handle, Writer writer) {
    this.handle = handle;
    this.writer = writer;
  }

  @Override
  public void write(char[] chars, int offset, int length) throws IOException {
    Streams.act(handle, () -> writer.write(chars, offset, length));
  }

  @Override
  public void flush() throws IOException {
    Streams.act(handle, () -> writer.flush());
  }

  @Override
  public void close() throws IOException {
    if (!handle.stands()) {
      return; // it went with the connection
    }
    Streams.act(handle, () -> writer.close());
  }
}
