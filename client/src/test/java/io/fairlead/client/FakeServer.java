package io.fairlead.client;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.concurrent.CountDownLatch;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;

/** A server that waits for a request's bytes, sends an answer's, and then waits for the end. */
public final class FakeServer implements Closeable {

  private final ServerSocket server;
  private final CountDownLatch second = new CountDownLatch(1);

  /** Both in hexadecimal. */
  public FakeServer(String request, String answer) throws IOException {
    this(request, answer, "");
  }

  /** The second part of the answer goes out when {@link #sendSecond} says so. */
  public FakeServer(String request, String answer, String secondPart) throws IOException {
    this(new ServerSocket(0, 1, InetAddress.getLoopbackAddress()), request, answer, secondPart);
  }

  /** One with TLS; clients have to show a certificate. */
  public FakeServer(SSLContext context, String request, String answer) throws IOException {
    this(context, "TLSv1.3", true, request, answer);
  }

  /**
   * @param demanding whether clients have to show a certificate, else they are only asked
   */
  FakeServer(SSLContext context, String version, boolean demanding, String request, String answer)
      throws IOException {
    this(encrypted(context, version, demanding), request, answer, "");
  }

  private static ServerSocket encrypted(SSLContext context, String version, boolean demanding)
      throws IOException {
    SSLServerSocket socket =
        (SSLServerSocket)
            context
                .getServerSocketFactory()
                .createServerSocket(0, 1, InetAddress.getLoopbackAddress());
    socket.setEnabledProtocols(new String[] {version});
    if (demanding) {
      socket.setNeedClientAuth(true);
    } else {
      socket.setWantClientAuth(true);
    }
    return socket;
  }

  private FakeServer(ServerSocket server, String request, String answer, String secondPart) {
    this.server = server;
    Thread thread = new Thread(() -> serve(bytes(request), answer, secondPart), "fake-server");
    thread.setDaemon(true);
    thread.start();
  }

  private void serve(byte[] request, String answer, String secondPart) {
    try (Socket socket = server.accept();
        InputStream in = socket.getInputStream();
        OutputStream out = socket.getOutputStream()) {
      if (!Arrays.equals(request, in.readNBytes(request.length))) {
        return;
      }
      out.write(bytes(answer));
      if (!secondPart.isEmpty()) {
        second.await();
        out.write(bytes(secondPart));
      }
      in.read();
    } catch (IOException | InterruptedException closed) {
      // The client sees a closed connection and the test fails there.
    }
  }

  private static byte[] bytes(String hex) {
    return HexFormat.of().parseHex(hex);
  }

  /** The request of a query, in hexadecimal; for texts of less than 251 bytes. */
  public static String query(String sql) {
    byte[] utf8 = sql.getBytes(java.nio.charset.StandardCharsets.UTF_8);
    return "00" + HexFormat.of().toHexDigits((byte) utf8.length) + HexFormat.of().formatHex(utf8);
  }

  public void sendSecond() {
    second.countDown();
  }

  public InetSocketAddress address() {
    return (InetSocketAddress) server.getLocalSocketAddress();
  }

  @Override
  public void close() throws IOException {
    server.close();
  }
}
