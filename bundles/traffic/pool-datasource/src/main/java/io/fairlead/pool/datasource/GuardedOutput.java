package io.fairlead.pool.datasource;

import java.io.IOException;
import java.io.OutputStream;

/** Bytes that a driver may send to the database as they are written. */
final class GuardedOutput extends OutputStream {

  private final Borrowed handle;
  private final OutputStream out;

  GuardedOutput(Borrowed handle, OutputStream out) {
    this.handle = handle;
    this.out = out;
  }

  @Override
  public void write(int value) throws IOException {
    Streams.act(handle, () -> out.write(value));
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    Streams.act(handle, () -> out.write(bytes, offset, length));
  }

  @Override
  public void flush() throws IOException {
    Streams.act(handle, () -> out.flush());
  }

  @Override
  public void close() throws IOException {
    if (!handle.stands()) {
      return; // it went with the connection
    }
    Streams.act(handle, () -> out.close());
  }
}
