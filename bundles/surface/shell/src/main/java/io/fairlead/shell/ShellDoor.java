package io.fairlead.shell;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Base64;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Phaser;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.karaf.shell.api.console.Session;
import org.apache.karaf.shell.api.console.SessionFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Karaf's shell behind a Unix socket. The socket's file mode is the authentication: who can open it
 * is the server's user or root.
 *
 * <p>A client's first line is {@code TERM COLUMNS ROWS [COMMAND]}, the command in Base64. With a
 * command its output follows, without colours where TERM is {@code dumb}, then a zero byte and the
 * exit status as a digit; without one, an interactive session in both directions until either end
 * closes.
 */
final class ShellDoor implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(ShellDoor.class);
  private static final int LONGEST_GREETING = 65_536;
  private static final String NO_COLOURS = "dumb";
  private static final int MOST_GUESTS = 16;
  private static final int WIDEST = 10_000;
  private static final long COMMANDS_MS = 1_000;

  private final SessionFactory shells;
  private final Path file;
  private final ServerSocketChannel door;
  private final Selector knocks;
  private final Thread porter;
  private volatile boolean closing;
  private final Set<SocketChannel> guests = ConcurrentHashMap.newKeySet();
  private final AtomicInteger count = new AtomicInteger();

  /** One party for each guest that is not in an interactive session, and one for the door. */
  private final Phaser commands = new Phaser(1);

  ShellDoor(SessionFactory shells, Path file) {
    this.shells = shells;
    this.file = file;
    try {
      Files.deleteIfExists(file);
      this.door = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
      // The folder is the server's user's alone, so nobody gets in between bind and chmod.
      door.bind(UnixDomainSocketAddress.of(file));
      Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
      door.configureBlocking(false);
      this.knocks = Selector.open();
      door.register(knocks, SelectionKey.OP_ACCEPT);
    } catch (IOException e) {
      throw new UncheckedIOException("the shell's socket " + file + " could not be opened", e);
    }
    this.porter = start(this::accept, "fairlead-shell-door-0");
  }

  private static Thread start(Runnable task, String name) {
    Thread thread = new Thread(task, name);
    thread.setDaemon(true);
    thread.start();
    return thread;
  }

  /** Lets in who knocks; who knocked before the door was closed is let in still. */
  private void accept() {
    try (door;
        knocks) {
      while (!closing) {
        knocks.select();
        knocks.selectedKeys().clear();
        admit();
      }
      admit();
    } catch (IOException e) {
      LOG.warn("shell: nobody is let in any more: {}", e.getMessage());
    }
  }

  private void admit() {
    try {
      for (SocketChannel guest = door.accept(); guest != null; guest = door.accept()) {
        if (guests.size() >= MOST_GUESTS) {
          guest.close();
          continue;
        }
        SocketChannel let = guest;
        guests.add(let);
        commands.register();
        start(() -> serve(let), "fairlead-shell-guest-" + count.incrementAndGet());
      }
    } catch (IOException e) {
      LOG.warn("shell: a client could not be accepted: {}", e.getMessage());
    }
  }

  private void serve(SocketChannel guest) {
    boolean interactive = false;
    try (guest) {
      InputStream in = new BufferedInputStream(SocketStreams.input(guest));
      OutputStream out = SocketStreams.output(guest);
      String[] greeting = line(in).split(" ");
      if (greeting.length == 4) {
        once(
            guest,
            new String(Base64.getDecoder().decode(greeting[3]), StandardCharsets.UTF_8),
            in,
            out,
            greeting[0].equals(NO_COLOURS));
      } else if (greeting.length == 3) {
        interactive = true;
        commands.arriveAndDeregister();
        interactive(guest, greeting[0], size(greeting[1], 80), size(greeting[2], 24), in, out);
      }
    } catch (IOException | IllegalArgumentException e) {
      LOG.debug("shell: a client left: {}", e.toString());
    } finally {
      guests.remove(guest);
      if (!interactive) {
        commands.arriveAndDeregister();
      }
    }
  }

  /** A terminal that does not know its size says 0. */
  private static int size(String text, int usual) {
    int size = Integer.parseInt(text);
    return size <= 0 ? usual : Math.min(WIDEST, size);
  }

  private void once(
      SocketChannel guest, String command, InputStream in, OutputStream out, boolean plain)
      throws IOException {
    PrintStream printer =
        new PrintStream(plain ? new PlainOutput(out) : out, true, StandardCharsets.UTF_8);
    int status = 0;
    try (Session session = shells.create(in, printer, printer)) {
      ShellUser.note(session, guest);
      try {
        Object result = session.execute(command);
        if (result != null) {
          printer.println(result);
        }
      } catch (Exception e) {
        printer.println(Printable.text(e.getMessage()));
        status = 1;
      }
    }
    printer.flush();
    out.write(new byte[] {0, (byte) ('0' + status)});
    out.flush();
  }

  private void interactive(
      SocketChannel guest, String type, int columns, int rows, InputStream in, OutputStream out)
      throws IOException {
    try (DoorTerminal terminal = new DoorTerminal(type, columns, rows, in, out);
        PrintStream printer = new PrintStream(terminal.output(), true, StandardCharsets.UTF_8);
        Session session =
            shells.create(
                terminal.input(),
                printer,
                printer,
                terminal,
                StandardCharsets.UTF_8.name(),
                () -> {})) {
      ShellUser.note(session, guest);
      session.put(Session.IGNORE_INTERRUPTS, false);
      session.run();
    }
  }

  private static String line(InputStream in) throws IOException {
    StringBuilder text = new StringBuilder();
    for (int c = in.read(); c != '\n'; c = in.read()) {
      if (c < 0 || text.length() > LONGEST_GREETING) {
        throw new IOException("no greeting");
      }
      text.append((char) c);
    }
    return text.toString();
  }

  /**
   * Lets nobody in any more; single commands have a moment to end. Nobody finds the socket before
   * the last ones are let in, so that a client without a door knows that it was not heard.
   */
  @Override
  public void close() {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      LOG.warn("shell: the socket could not be deleted: {}", e.getMessage());
    }
    closing = true;
    knocks.wakeup();
    try {
      porter.join(COMMANDS_MS);
      awaitCommands();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      guests.forEach(ShellDoor::end);
    }
  }

  private static void end(SocketChannel guest) {
    try {
      guest.close();
    } catch (IOException e) {
      LOG.debug("shell: a client could not be closed in order: {}", e.toString());
    }
  }

  private void awaitCommands() throws InterruptedException {
    try {
      commands.awaitAdvanceInterruptibly(commands.arrive(), COMMANDS_MS, TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      LOG.info("shell: commands that run are cut off");
    }
  }
}
