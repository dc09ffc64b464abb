package io.fairlead.itests.swap;

import io.fairlead.itests.swap.GoneException.Kind;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;

/** One command through the shell's socket. */
public final class ShellClient implements Client {

  private final UnixDomainSocketAddress address;
  private final byte[] greeting;

  public ShellClient(Path instance, String command) {
    address = UnixDomainSocketAddress.of(instance.resolve("data/shell.sock"));
    String encoded = Base64.getEncoder().encodeToString(command.getBytes(StandardCharsets.UTF_8));
    greeting = ("dumb 200 50 " + encoded + "\n").getBytes(StandardCharsets.US_ASCII);
  }

  @Override
  public void once() throws IOException, GoneException {
    ByteArrayOutputStream answer = new ByteArrayOutputStream();
    try (SocketChannel socket = SocketChannel.open(StandardProtocolFamily.UNIX)) {
      connect(socket);
      InputStream in = Channels.newInputStream(socket);
      for (int b = in.read(); b > 0; b = in.read()) {
        answer.write(b);
      }
      int status = in.read();
      String text = answer.toString(StandardCharsets.UTF_8);
      if (status != '0') {
        throw new IOException("status " + status + ": " + text);
      }
    } catch (IOException e) {
      if (answer.size() > 0) {
        throw e;
      }
      throw new GoneException(Kind.GONE, "the door is shut: " + e.getMessage());
    }
  }

  private void connect(SocketChannel socket) throws IOException {
    socket.connect(address);
    socket.write(ByteBuffer.wrap(greeting));
  }
}
