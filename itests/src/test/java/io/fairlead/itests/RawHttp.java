package io.fairlead.itests;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;

/** HTTP by hand on one plain socket: sends whatever a test says, right or wrong. */
final class RawHttp implements AutoCloseable {

  private static final int PATIENCE_MS = 30_000;

  private final Socket socket;
  private final InputStream in;
  private boolean bodiless;

  RawHttp(Server server) throws IOException {
    this.socket = new Socket("127.0.0.1", server.httpPort);
    socket.setSoTimeout(PATIENCE_MS);
    socket.setTcpNoDelay(true);
    this.in = new BufferedInputStream(socket.getInputStream());
  }

  /** An answer; a header that came more than once is joined with commas. */
  record Reply(int status, TreeMap<String, String> headers, String body) {

    String header(String name) {
      return headers.getOrDefault(name.toLowerCase(Locale.ROOT), "");
    }

    JsonNode json() {
      try {
        return Server.JSON.readTree(body);
      } catch (IOException e) {
        throw new AssertionError("no JSON: " + body, e);
      }
    }
  }

  /** On a connection of its own. */
  static Reply ask(Server server, String method, String target, String body, String... headers) {
    try (RawHttp http = new RawHttp(server)) {
      return http.send(method, target, body, headers).reply();
    } catch (IOException e) {
      throw new UncheckedIOException(method + " " + target, e);
    }
  }

  /**
   * Sends a request with a Host, unless one is given, and JSON as the type of what body there is.
   *
   * @param headers whole lines: {@code Origin: null}
   */
  RawHttp send(String method, String target, String body, String... headers) throws IOException {
    bodiless = method.equals("HEAD");
    List<String> lines = new ArrayList<>(List.of(headers));
    if (lines.stream().noneMatch(line -> line.startsWith("Host:"))) {
      lines.add("Host: 127.0.0.1:" + socket.getPort());
    }
    if (body != null) {
      lines.add("Content-Length: " + body.getBytes(UTF_8).length);
      if (lines.stream().noneMatch(line -> line.startsWith("Content-Type:"))) {
        lines.add("Content-Type: application/json");
      }
    }
    return write(
        method
            + " "
            + target
            + " HTTP/1.1\r\n"
            + String.join("\r\n", lines)
            + "\r\n\r\n"
            + (body == null ? "" : body));
  }

  RawHttp write(String text) throws IOException {
    OutputStream out = socket.getOutputStream();
    out.write(text.getBytes(UTF_8));
    out.flush();
    return this;
  }

  /** Whether the server has closed the connection, or sent something. */
  boolean isTold() throws IOException {
    socket.setSoTimeout(1);
    try {
      in.mark(1);
      in.read();
      in.reset();
      return true;
    } catch (java.net.SocketTimeoutException e) {
      return false;
    } catch (IOException e) {
      return true;
    } finally {
      socket.setSoTimeout(PATIENCE_MS);
    }
  }

  Reply reply() throws IOException {
    String first = line();
    int status = Integer.parseInt(first.split(" ")[1]);
    TreeMap<String, String> headers = new TreeMap<>();
    for (String line = line(); !line.isEmpty(); line = line()) {
      int colon = line.indexOf(':');
      headers.merge(
          line.substring(0, colon).toLowerCase(Locale.ROOT),
          line.substring(colon + 1).strip(),
          (one, other) -> one + ", " + other);
    }
    return new Reply(status, headers, new String(body(status, headers), UTF_8));
  }

  private byte[] body(int status, TreeMap<String, String> headers) throws IOException {
    if (bodiless || status == 101 || status == 204) {
      return new byte[0];
    }
    if (headers.containsKey("content-length")) {
      return in.readNBytes(Integer.parseInt(headers.get("content-length")));
    }
    if (!headers.getOrDefault("transfer-encoding", "").equals("chunked")) {
      return in.readAllBytes();
    }
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    for (int size = size(); size > 0; size = size()) {
      body.write(in.readNBytes(size));
      line();
    }
    line();
    return body.toByteArray();
  }

  private int size() throws IOException {
    return Integer.parseInt(line(), 16);
  }

  private String line() throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    for (int b = in.read(); b != '\n'; b = in.read()) {
      if (b < 0) {
        throw new EOFException("the server closed after \"" + line.toString(ISO_8859_1) + "\"");
      }
      if (b != '\r') {
        line.write(b);
      }
    }
    return line.toString(ISO_8859_1);
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
