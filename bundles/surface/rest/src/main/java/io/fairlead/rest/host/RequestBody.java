package io.fairlead.rest.host;

import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;

/**
 * Reads the body of a write whole before any operation begins, so that one that is too long, too
 * slow or no JSON has changed nothing.
 */
final class RequestBody {

  private static final Set<String> WITH_BODY = Set.of("POST", "PUT", "PATCH");
  private static final byte[] NO_FIELDS = "{}".getBytes(StandardCharsets.US_ASCII);
  private static final int CHUNK = 8_192;

  private final long most;
  private final long nanos;
  private final LongSupplier ticker;

  /**
   * @param most bytes
   * @param secs how long it may take
   * @param ticker nanoseconds
   */
  RequestBody(long most, long secs, LongSupplier ticker) {
    this.most = most;
    this.nanos = secs * 1_000_000_000;
    this.ticker = ticker;
  }

  static boolean isExpected(HttpServletRequest request) {
    return WITH_BODY.contains(request.getMethod());
  }

  /**
   * The body; {@code {}} when there is none.
   *
   * @throws Refused 413, 408 or 415
   */
  byte[] read(HttpServletRequest request) throws IOException {
    String type = request.getContentType();
    if (type != null && !isJson(type)) {
      throw new Refused(
          415,
          "UNSUPPORTED_MEDIA_TYPE",
          "Content-Type: " + shown(type) + " (expected: application/json)");
    }
    if (request.getContentLengthLong() > most) {
      throw tooLarge();
    }
    byte[] body = all(request.getInputStream());
    if (body.length == 0) {
      return NO_FIELDS;
    }
    if (type == null) {
      throw new Refused(
          415, "UNSUPPORTED_MEDIA_TYPE", "Content-Type: nothing (expected: application/json)");
    }
    return body;
  }

  private byte[] all(ServletInputStream in) throws IOException {
    long begun = ticker.getAsLong();
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    byte[] chunk = new byte[CHUNK];
    while (true) {
      int count = next(in, chunk);
      if (count < 0) {
        return body.toByteArray();
      }
      body.write(chunk, 0, count);
      if (body.size() > most) {
        throw tooLarge();
      }
      if (ticker.getAsLong() - begun > nanos) {
        throw tooSlow();
      }
    }
  }

  private int next(ServletInputStream in, byte[] chunk) throws IOException {
    try {
      return in.read(chunk);
    } catch (IOException e) {
      if (e.getCause() instanceof TimeoutException) {
        throw tooSlow();
      }
      throw e;
    }
  }

  private Refused tooLarge() {
    return new Refused(
        new Problem(413, "TOO_LARGE", "body: longer than " + most + " bytes")
            .with("Connection", "close"));
  }

  private Refused tooSlow() {
    return new Refused(
        new Problem(
                408, "REQUEST_TIMEOUT", "body: not complete after " + nanos / 1_000_000_000 + " s")
            .with("Connection", "close"));
  }

  private static boolean isJson(String type) {
    String[] parts = type.toLowerCase(Locale.ROOT).replace(" ", "").split(";", -1);
    if (!parts[0].equals("application/json")) {
      return false;
    }
    for (int i = 1; i < parts.length; i++) {
      if (parts[i].startsWith("charset=") && !parts[i].matches("charset=\"?utf-8\"?")) {
        return false;
      }
    }
    return true;
  }

  private static String shown(String type) {
    return type.length() > 100 ? type.substring(0, 100) + "…" : type;
  }
}
