package io.fairlead.shell;

import io.fairlead.kernel.access.Caller;
import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.util.Set;
import jdk.net.ExtendedSocketOptions;
import org.apache.karaf.shell.api.console.Session;

/**
 * Who is at the other end of the shell's socket, by the system's word: the account that runs the
 * server, or root. Nobody else can open it.
 */
final class ShellUser {

  /** Where a session keeps the name. */
  private static final String KEY = ".fairlead.user";

  private ShellUser() {}

  /** Notes who it is, for the commands of the session. */
  static void note(Session session, SocketChannel guest) {
    session.put(KEY, nameOf(guest));
  }

  /** May do everything: the socket's file mode has let it in. */
  static Caller of(Session session) {
    return new Caller(
        session.get(KEY) instanceof String name ? name : server(), Set.of(Caller.ADMIN), "");
  }

  private static String nameOf(SocketChannel guest) {
    try {
      return guest.getOption(ExtendedSocketOptions.SO_PEERCRED).user().getName();
    } catch (IOException | UnsupportedOperationException e) {
      return server();
    }
  }

  private static String server() {
    return System.getProperty("user.name", "");
  }
}
