package io.fairlead.itests;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** One command of the shell, over its Unix socket. */
final class ShellGuest implements AutoCloseable {

  private static final long PATIENCE_SECS = 30;

  private final SocketChannel socket;

  private ShellGuest(SocketChannel socket) {
    this.socket = socket;
  }

  static ShellGuest asks(Server server, String command) throws IOException {
    SocketChannel socket = SocketChannel.open(StandardProtocolFamily.UNIX);
    socket.connect(UnixDomainSocketAddress.of(server.instance.resolve("data/shell.sock")));
    String encoded = Base64.getEncoder().encodeToString(command.getBytes(StandardCharsets.UTF_8));
    socket.write(
        ByteBuffer.wrap(("dumb 200 50 " + encoded + "\n").getBytes(StandardCharsets.US_ASCII)));
    return new ShellGuest(socket);
  }

  /** Tells the command that there is nothing to read. */
  void endInput() throws IOException {
    socket.shutdownOutput();
  }

  /** What the command wrote, when it has ended. */
  String all() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    InputStream in = Channels.newInputStream(socket);
    for (int b = in.read(); b > 0; b = in.read()) {
      bytes.write(b);
    }
    return bytes.toString(StandardCharsets.UTF_8);
  }

  private BlockingQueue<JsonNode> documents;

  /** The next JSON document that the command writes. */
  JsonNode nextJson() throws InterruptedException {
    if (documents == null) {
      documents = new LinkedBlockingQueue<>();
      Thread reader = new Thread(this::readDocuments, "shell-guest");
      reader.setDaemon(true);
      reader.start();
    }
    JsonNode next = documents.poll(PATIENCE_SECS, TimeUnit.SECONDS);
    if (next == null) {
      throw new AssertionError("nothing came in " + PATIENCE_SECS + " s");
    }
    return next;
  }

  /** Reads on until one is as wanted. */
  void untilJson(String what, Predicate<JsonNode> wanted) throws InterruptedException {
    JsonNode last = nextJson();
    while (!wanted.test(last)) {
      try {
        last = nextJson();
      } catch (AssertionError e) {
        throw new AssertionError(what + ": last seen " + last, e);
      }
    }
  }

  private void readDocuments() {
    try (JsonParser parser =
        Server.JSON.getFactory().createParser(Channels.newInputStream(socket))) {
      while (parser.nextToken() != null) {
        documents.add(Server.JSON.readTree(parser));
      }
    } catch (IOException closed) {
      // The test has closed it, or the server; who waits is told by the time.
    }
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
