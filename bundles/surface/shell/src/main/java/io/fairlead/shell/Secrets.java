package io.fairlead.shell;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import org.apache.karaf.shell.api.console.Session;
import org.jspecify.annotations.Nullable;

/**
 * Asks for what must not stand in a command line, where other users of the machine and the shell's
 * history see it: at a terminal unseen, else as the next line of the input.
 */
final class Secrets {

  private static final int LONGEST = 1_024;

  private Secrets() {}

  /** What was answered; null when the input is at its end. */
  static @Nullable String ask(Session session, String name) {
    try {
      return session.getTerminal() == null
          ? line(session.getKeyboard())
          : session.readLine(name + ": ", '*');
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static @Nullable String line(InputStream in) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    int next = in.read();
    if (next < 0) {
      return null;
    }
    for (; next >= 0 && next != '\n' && bytes.size() <= LONGEST; next = in.read()) {
      if (next != '\r') {
        bytes.write(next);
      }
    }
    return bytes.toString(StandardCharsets.UTF_8);
  }
}
