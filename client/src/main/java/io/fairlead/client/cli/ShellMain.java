package io.fairlead.client.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * The client's end of the server's shell: {@code SOCKET TERM COLUMNS ROWS [COMMAND]}. Passes bytes
 * on; the start script has put the terminal into raw mode.
 */
public final class ShellMain {

  private static final int BUFFER = 8_192;

  private ShellMain() {}

  /** Exits with the command's status; 1 when the server could not be reached. */
  public static void main(String[] args) {
    @Nullable String command = args.length > 4 ? args[4] : null;
    try (SocketChannel door = ShellSocket.connect(Path.of(args[0]), ShellSocket.PATIENCE)) {
      OutputStream toServer = SocketStreams.output(door);
      toServer.write(
          greeting(args[1], args[2], args[3], command).getBytes(StandardCharsets.US_ASCII));
      if (command != null && System.console() != null) {
        // A terminal would show what is typed; who wants to be asked comes without a command.
        door.shutdownOutput();
      } else {
        Thread keyboard =
            new Thread(() -> pump(System.in, toServer, door, command != null), "shell-keyboard");
        keyboard.setDaemon(true);
        keyboard.start();
      }
      System.exit(show(SocketStreams.input(door), System.out, command != null));
    } catch (IOException e) {
      System.err.println("shell: no server answers at " + args[0] + ": " + e.getMessage());
      System.exit(1);
    }
  }

  static String greeting(String term, String columns, String rows, @Nullable String command) {
    String encoded =
        command == null
            ? ""
            : " " + Base64.getEncoder().encodeToString(command.getBytes(StandardCharsets.UTF_8));
    return term.replace(' ', '_') + " " + columns + " " + rows + encoded + "\n";
  }

  /**
   * Copies what the server sends; for a command until its zero byte, after which the status comes.
   */
  static int show(InputStream from, OutputStream to, boolean untilZero) throws IOException {
    byte[] buffer = new byte[BUFFER];
    for (int n = from.read(buffer); n >= 0; n = from.read(buffer)) {
      int end = n;
      for (int i = 0; untilZero && i < n; i++) {
        if (buffer[i] == 0) {
          to.write(buffer, 0, i);
          to.flush();
          int status = i + 1 < n ? buffer[i + 1] : from.read();
          return status - '0';
        }
      }
      to.write(buffer, 0, end);
      to.flush();
    }
    return untilZero ? 1 : 0;
  }

  private static void pump(
      InputStream from, OutputStream to, SocketChannel door, boolean tellsItsEnd) {
    byte[] buffer = new byte[BUFFER];
    try {
      for (int n = from.read(buffer); n >= 0; n = from.read(buffer)) {
        to.write(buffer, 0, n);
        to.flush();
      }
      if (tellsItsEnd) {
        door.shutdownOutput();
      }
    } catch (IOException closed) {
      // The server has closed the session; the main thread sees that too and ends.
    }
  }
}
