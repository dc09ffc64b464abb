package io.fairlead.itests.inside;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.osgi.framework.BundleActivator;
import org.osgi.framework.BundleContext;

/**
 * Listens on loopback, on a port that it writes to {@code data/inside.port}. A line is a command
 * with its arguments, separated by tabs; the answer is a line that begins with {@code ok} or {@code
 * error}.
 */
public final class Inside implements BundleActivator {

  private ServerSocket door;
  private Commands commands;

  @Override
  public void start(BundleContext context) throws Exception {
    door = new ServerSocket(0, 4, InetAddress.getLoopbackAddress());
    commands = new Commands(context);
    Thread thread = new Thread(this::accept, "tests-inside");
    thread.setDaemon(true);
    thread.start();
    Path data = Path.of(System.getProperty("karaf.data"));
    Path draft = data.resolve(".inside.port");
    Files.writeString(draft, Integer.toString(door.getLocalPort()));
    Files.move(draft, data.resolve("inside.port"), StandardCopyOption.ATOMIC_MOVE);
  }

  private void accept() {
    while (!door.isClosed()) {
      try (Socket guest = door.accept();
          BufferedReader in =
              new BufferedReader(
                  new InputStreamReader(guest.getInputStream(), StandardCharsets.UTF_8));
          PrintWriter out =
              new PrintWriter(guest.getOutputStream(), true, StandardCharsets.UTF_8)) {
        for (String line = in.readLine(); line != null; line = in.readLine()) {
          out.println(commands.run(line.split("\t")));
        }
      } catch (IOException e) {
        // the guest has gone, or the door is closed
      }
    }
  }

  @Override
  public void stop(BundleContext context) throws Exception {
    door.close();
    commands.close();
  }
}
