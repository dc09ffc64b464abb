package io.fairlead.shell;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/**
 * Leaves out the sequences by which Karaf's own commands colour their text, also where nobody has a
 * terminal: {@code ESC [ … letter} (ECMA-48, 5.4).
 */
final class PlainOutput extends FilterOutputStream {

  private static final int ESCAPE = 0x1b;

  private enum State {
    TEXT,
    ESCAPED,
    SEQUENCE
  }

  private State state = State.TEXT;

  PlainOutput(OutputStream out) {
    super(out);
  }

  @Override
  public void write(int b) throws IOException {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    byte[] plain = new byte[length];
    int kept = 0;
    for (int i = offset; i < offset + length; i++) {
      if (isText(bytes[i])) {
        plain[kept++] = bytes[i];
      }
    }
    out.write(plain, 0, kept);
  }

  private boolean isText(byte b) {
    switch (state) {
      case TEXT -> state = b == ESCAPE ? State.ESCAPED : State.TEXT;
      case ESCAPED -> {
        state = b == '[' ? State.SEQUENCE : State.TEXT;
        return false;
      }
      case SEQUENCE -> {
        boolean last = b >= '@' && b <= '~';
        state = last ? State.TEXT : State.SEQUENCE;
        return false;
      }
    }
    return state == State.TEXT;
  }
}
