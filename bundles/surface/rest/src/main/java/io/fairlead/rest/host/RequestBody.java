package io.fairlead.rest.host;

import io.fairlead.http.Bodies;
import io.fairlead.http.HttpRefusal;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads the body of a write whole before any operation begins, so that one that is too long, too
 * slow or no JSON has changed nothing.
 */
final class RequestBody {

  private static final Set<String> WITH_BODY = Set.of("POST", "PUT", "PATCH");
  private static final byte[] NO_FIELDS = "{}".getBytes(StandardCharsets.US_ASCII);

  private final Bodies bodies;

  RequestBody(Bodies bodies) {
    this.bodies = bodies;
  }

  static boolean isExpected(HttpServletRequest request) {
    return WITH_BODY.contains(request.getMethod());
  }

  /**
   * The body, {@code {}} when there is none; empty when the request comes again once it is there.
   *
   * @throws Refused 415
   * @throws HttpRefusal 413 or 408
   */
  Optional<byte[]> read(HttpServletRequest request, Bodies.Limits limits) throws IOException {
    String type = request.getContentType();
    if (type != null && !isJson(type)) {
      throw new Refused(
          415,
          "UNSUPPORTED_MEDIA_TYPE",
          "Content-Type: " + shown(type) + " (expected: application/json)");
    }
    return bodies.read(request, limits).map(body -> checked(body, type));
  }

  private static byte[] checked(byte[] body, @Nullable String type) {
    if (body.length == 0) {
      return NO_FIELDS;
    }
    if (type == null) {
      throw new Refused(
          415, "UNSUPPORTED_MEDIA_TYPE", "Content-Type: nothing (expected: application/json)");
    }
    return body;
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
