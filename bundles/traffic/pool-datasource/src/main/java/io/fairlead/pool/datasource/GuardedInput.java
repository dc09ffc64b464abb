package io.fairlead.pool.datasource;

import java.io.IOException;
import java.io.InputStream;

/** Bytes that a driver may read from the database as they are asked for. */
final class GuardedInput extends InputStream {

  private final Borrowed handle;
  private final InputStream in;

  GuardedInput(Borrowed handle, InputStream in) {
    this.handle = handle;
    this.in = in;
  }

  @Override
  public int read() throws IOException {
    return Streams.ask(handle, () -> in.read());
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    return Streams.ask(handle, () -> in.read(bytes, offset, length));
  }

  @Override
  public long skip(long count) throws IOException {
    return Streams.ask(handle, () -> in.skip(count));
  }

  @Override
  public int available() throws IOException {
    return Streams.ask(handle, () -> in.available());
  }

  @Override
  public void close() throws IOException {
    if (!handle.stands()) {
      return; // it went with the connection
    }
    Streams.act(handle, () -> in.close());
  }
}
