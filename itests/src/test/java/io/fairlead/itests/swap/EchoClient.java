package io.fairlead.itests.swap;

import io.fairlead.itests.swap.GoneException.Kind;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** A client of the protocol {@code echo}, on a connection that it keeps. */
public final class EchoClient implements Client {

  private static final int PATIENCE_MS = 20_000;

  private final Socket socket = new Socket();
  private final BufferedReader in;

  public EchoClient(InetSocketAddress address) throws IOException {
    socket.connect(address, PATIENCE_MS);
    socket.setSoTimeout(PATIENCE_MS);
    socket.setTcpNoDelay(true);
    in =
        new BufferedReader(
            new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
    socket.getOutputStream().write('E');
  }

  @Override
  public void once() throws IOException, GoneException {
    String line = "line " + System.nanoTime();
    try {
      socket.getOutputStream().write((line + "\n").getBytes(StandardCharsets.US_ASCII));
    } catch (IOException e) {
      throw gone(in.readLine());
    }
    String answer = in.readLine();
    if (!line.equals(answer)) {
      throw gone(answer);
    }
  }

  /** A client is told why, whatever happens. */
  private static GoneException gone(@Nullable String answer) throws IOException {
    if (answer == null || !answer.contains("protocol")) {
      throw new IOException("cut without a word: " + answer);
    }
    return new GoneException(answer.contains("was removed") ? Kind.TOLD : Kind.GONE, answer);
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
