package io.fairlead.pool.datasource;

import java.io.IOException;
import java.io.Reader;

/** Characters that a driver may read from the database as they are asked for. */
final class GuardedReader extends Reader {

  private final Borrowed handle;
  private final Reader reader;

  GuardedReader(Borrowed handle, Reader reader) {
    this.handle = handle;
    this.reader = reader;
  }

  @Override
  public int read() throws IOException {
    return Streams.ask(handle, () -> reader.read());
  }

  @Override
  public int read(char[] chars, int offset, int length) throws IOException {
    return Streams.ask(handle, () -> reader.read(chars, offset, length));
  }

  @Override
  public long skip(long count) throws IOException {
    return Streams.ask(handle, () -> reader.skip(count));
  }

  @Override
  public boolean ready() throws IOException {
    return Streams.ask(handle, () -> reader.ready());
  }

  @Override
  public void close() throws IOException {
    if (!handle.stands()) {
      return; // it went with the connection
    }
    Streams.act(handle, () -> reader.close());
  }
}
