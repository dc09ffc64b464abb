package io.fairlead.itests.swap;

import io.fairlead.itests.swap.GoneException.Kind;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** A client of the protocol {@code echo}, on a connection that it keeps. */
public final class EchoClient implements Client {

  private static final int PATIENCE_MS = 20_000;

  private final Socket socket = new Socket();
  private final BufferedReader in;
  private boolean known;

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
    String answer = answer(line);
    if (!line.equals(answer)) {
      throw gone(answer);
    }
    known = true;
  }

  private @Nullable String answer(String line) throws IOException {
    try {
      socket.getOutputStream().write((line + "\n").getBytes(StandardCharsets.US_ASCII));
    } catch (IOException e) {
      // It was closed; why, may have come before.
    }
    try {
      return in.readLine();
    } catch (SocketException e) {
      return null;
    }
  }

  /** A client is told why, once the server knows the language that it speaks. */
  private GoneException gone(@Nullable String answer) throws IOException {
    if (answer == null && !known) {
      return new GoneException(Kind.GONE, "nobody speaks echo here");
    }
    if (answer == null || !answer.contains("the protocol echo was removed")) {
      throw new IOException("cut without a word: " + answer);
    }
    return new GoneException(Kind.TOLD, answer);
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
