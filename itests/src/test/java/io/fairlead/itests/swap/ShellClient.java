package io.fairlead.itests.swap;

import io.fairlead.client.cli.ShellSocket;
import io.fairlead.itests.swap.GoneException.Kind;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;

/** One command through the shell's socket, by the way in that {@code fairlead shell} takes. */
public final class ShellClient implements Client {

  private final Path door;
  private final byte[] greeting;

  public ShellClient(Path instance, String command) {
    door = instance.resolve("data/shell.sock");
    String encoded = Base64.getEncoder().encodeToString(command.getBytes(StandardCharsets.UTF_8));
    greeting = ("dumb 200 50 " + encoded + "\n").getBytes(StandardCharsets.US_ASCII);
  }

  @Override
  public void once() throws IOException, GoneException {
    ByteArrayOutputStream answer = new ByteArrayOutputStream();
    try (SocketChannel socket = enter()) {
      socket.write(ByteBuffer.wrap(greeting));
      InputStream in = Channels.newInputStream(socket);
      for (int b = in.read(); b > 0; b = in.read()) {
        answer.write(b);
      }
      int status = in.read();
      if (status != '0') {
        String text = answer.toString(StandardCharsets.UTF_8);
        throw new IOException("status " + status + ": " + text);
      }
    }
  }

  private SocketChannel enter() throws GoneException {
    try {
      return ShellSocket.connect(door, ShellSocket.PATIENCE);
    } catch (IOException e) {
      throw new GoneException(Kind.GONE, "the door is shut: " + e.getMessage());
    }
  }
}
