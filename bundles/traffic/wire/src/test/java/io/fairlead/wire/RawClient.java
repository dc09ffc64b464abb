package io.fairlead.wire;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/** A client that knows every byte. */
final class RawClient implements AutoCloseable {

  final Socket socket;
  final DataInputStream in;
  private final OutputStream out;

  RawClient(int port) {
    try {
      socket = new Socket();
      socket.setTcpNoDelay(true);
      socket.setSoTimeout(20_000);
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 20_000);
      in = new DataInputStream(new BufferedInputStream(socket.getInputStream()));
      out = socket.getOutputStream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Encrypted; throws when the handshake fails. */
  RawClient(int port, SSLContext context, String... protocols) throws IOException {
    SSLSocket encrypted =
        (SSLSocket) context.getSocketFactory().createSocket(InetAddress.getLoopbackAddress(), port);
    socket = encrypted;
    encrypted.setTcpNoDelay(true);
    encrypted.setSoTimeout(20_000);
    if (protocols.length > 0) {
      encrypted.setEnabledProtocols(protocols);
    }
    try {
      encrypted.startHandshake();
    } catch (IOException e) {
      encrypted.close();
      throw e;
    }
    in = new DataInputStream(new BufferedInputStream(encrypted.getInputStream()));
    out = encrypted.getOutputStream();
  }

  static byte[] query(String sql) {
    byte[] text = sql.getBytes(StandardCharsets.UTF_8);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.write(0);
    bytes.writeBytes(varint(text.length));
    bytes.writeBytes(text);
    return bytes.toByteArray();
  }

  static byte[] varint(int value) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    int count = value < 251 ? 1 : value < 1 << 16 ? 2 : 4;
    if (count > 1) {
      bytes.write(count == 2 ? 251 : 252);
    }
    for (int i = 0; i < count; i++) {
      bytes.write(value >>> (8 * i));
    }
    return bytes.toByteArray();
  }

  RawClient send(byte... bytes) {
    try {
      out.write(bytes);
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  RawClient hex(String bytes) {
    return send(HexFormat.of().parseHex(bytes.replace(" ", "")));
  }

  String readHex(int count) {
    try {
      byte[] bytes = new byte[count];
      in.readFully(bytes);
      return HexFormat.of().formatHex(bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  String ping() {
    return send((byte) 4).answer();
  }

  /** Sends a query and answers the answer. */
  String ask(String sql) {
    return send(query(sql)).answer();
  }

  /**
   * The next answer as text: {@code pong}, {@code ok}, {@code tx 7}, {@code error: …}, {@code end},
   * or a result with its first rows.
   */
  String answer() {
    try {
      int variant = in.read();
      return switch (variant) {
        case -1 -> "end";
        case 0 -> result();
        case 1 -> "tx " + readVarint();
        case 2 -> "ok";
        case 3 -> "error: " + text();
        case 4 -> "pong";
        default -> throw new AssertionError("answer " + variant);
      };
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private String result() throws IOException {
    int columns = (int) readVarint();
    List<String> names = new ArrayList<>();
    for (int i = 0; i < columns; i++) {
      names.add(text());
    }
    long rows = readVarint();
    List<List<String>> shown = new ArrayList<>();
    for (long i = 0; i < rows; i++) {
      List<String> row = new ArrayList<>();
      long values = readVarint();
      for (long j = 0; j < values; j++) {
        row.add(text());
      }
      if (i < 3) {
        shown.add(row);
      }
    }
    return names + " " + shown + (rows > 3 ? " of " + rows : "") + " " + readVarint();
  }

  private String text() throws IOException {
    byte[] bytes = new byte[(int) readVarint()];
    in.readFully(bytes);
    return new String(bytes, StandardCharsets.UTF_8);
  }

  private long readVarint() throws IOException {
    int first = in.readUnsignedByte();
    int count = first < 251 ? 0 : 2 << (first - 251);
    long value = count == 0 ? first : 0;
    for (int i = 0; i < count; i++) {
      value |= (long) in.readUnsignedByte() << (8 * i);
    }
    return value;
  }

  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
