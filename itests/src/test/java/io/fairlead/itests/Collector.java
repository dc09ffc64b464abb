package io.fairlead.itests;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** Takes spans in OTLP over HTTP, and reads as much of them as a test asks for. */
final class Collector implements AutoCloseable {

  private final HttpServer server;

  /** What came, in order. */
  final List<Span> spans = new CopyOnWriteArrayList<>();

  /** The bodies as text, to look for what must not be in them. */
  final List<String> bodies = new CopyOnWriteArrayList<>();

  /** The header {@code x-api-key} of each request. */
  final List<String> keys = new CopyOnWriteArrayList<>();

  /** A span; numbers among the attributes are their decimal text. */
  record Span(
      String name,
      long kind,
      String traceId,
      String parent,
      long start,
      long end,
      Map<String, String> attributes,
      String service) {}

  Collector() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/v1/traces", this::take);
    server.start();
  }

  String endpoint() {
    return "http://127.0.0.1:" + server.getAddress().getPort() + "/v1/traces";
  }

  private void take(HttpExchange exchange) throws IOException {
    byte[] body = exchange.getRequestBody().readAllBytes();
    keys.add(String.valueOf(exchange.getRequestHeaders().getFirst("x-api-key")));
    bodies.add(new String(body, StandardCharsets.ISO_8859_1));
    for (byte[] resource : bytes(fields(body), 1)) {
      List<Field> parts = fields(resource);
      String service =
          bytes(parts, 1).stream()
              .map(r -> attributes(fields(r), 1).getOrDefault("service.name", ""))
              .findFirst()
              .orElse("");
      for (byte[] scope : bytes(parts, 2)) {
        bytes(fields(scope), 2).forEach(span -> spans.add(span(fields(span), service)));
      }
    }
    exchange.sendResponseHeaders(200, -1);
    exchange.close();
  }

  private static Span span(List<Field> fields, String service) {
    return new Span(
        text(fields, 5),
        number(fields, 6),
        hex(fields, 1),
        hex(fields, 4),
        number(fields, 7),
        number(fields, 8),
        attributes(fields, 9),
        service);
  }

  private static Map<String, String> attributes(List<Field> fields, int number) {
    Map<String, String> result = new TreeMap<>();
    for (byte[] attribute : bytes(fields, number)) {
      List<Field> pair = fields(attribute);
      List<Field> value = fields(bytes(pair, 2).get(0));
      String text = text(value, 1);
      result.put(text(pair, 1), text.isEmpty() ? String.valueOf(number(value, 3)) : text);
    }
    return result;
  }

  /** A field of Protocol Buffers' wire format: a number, or bytes. */
  private record Field(int number, long value, byte[] bytes) {}

  private static List<Field> fields(byte[] message) {
    List<Field> result = new ArrayList<>();
    int[] at = {0};
    while (at[0] < message.length) {
      long tag = varint(message, at);
      int number = (int) (tag >>> 3);
      switch ((int) (tag & 7)) {
        case 0 -> result.add(new Field(number, varint(message, at), new byte[0]));
        case 1 -> result.add(new Field(number, little(message, at, 8), new byte[0]));
        case 2 -> {
          int length = (int) varint(message, at);
          byte[] bytes = java.util.Arrays.copyOfRange(message, at[0], at[0] + length);
          at[0] += length;
          result.add(new Field(number, 0, bytes));
        }
        case 5 -> result.add(new Field(number, little(message, at, 4), new byte[0]));
        default -> throw new AssertionError("no such type: " + tag);
      }
    }
    return result;
  }

  private static long varint(byte[] message, int[] at) {
    long value = 0;
    for (int shift = 0; ; shift += 7) {
      byte b = message[at[0]++];
      value |= (long) (b & 0x7f) << shift;
      if (b >= 0) {
        return value;
      }
    }
  }

  private static long little(byte[] message, int[] at, int count) {
    long value = 0;
    for (int i = 0; i < count; i++) {
      value |= (message[at[0]++] & 0xffL) << 8 * i;
    }
    return value;
  }

  private static List<byte[]> bytes(List<Field> fields, int number) {
    return fields.stream().filter(f -> f.number() == number).map(Field::bytes).toList();
  }

  private static String text(List<Field> fields, int number) {
    return bytes(fields, number).stream()
        .map(b -> new String(b, StandardCharsets.UTF_8))
        .findFirst()
        .orElse("");
  }

  private static String hex(List<Field> fields, int number) {
    return bytes(fields, number).stream().map(HexFormat.of()::formatHex).findFirst().orElse("");
  }

  private static long number(List<Field> fields, int number) {
    return fields.stream()
        .filter(f -> f.number() == number)
        .mapToLong(Field::value)
        .findFirst()
        .orElse(0);
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
