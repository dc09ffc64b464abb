package io.fairlead.rest.host;

import io.fairlead.kernel.error.Fault;
import io.fairlead.kernel.error.Invalid;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What a caller is told of a failure: RFC 9457 problem details, with the status and the headers
 * that go with them.
 *
 * @param code the stable word for the kind
 * @param errors each wrong field of the input; empty when no input is at fault
 * @param headers besides the content type
 */
record Problem(
    int status, String code, String detail, List<Fault> errors, Map<String, String> headers) {

  static final String MEDIA_TYPE = "application/problem+json";

  Problem(int status, String code, String detail) {
    this(status, code, detail, List.of(), Map.of());
  }

  Problem with(String header, String value) {
    return new Problem(status, code, detail, errors, Map.of(header, value));
  }

  static Problem of(Invalid invalid) {
    return new Problem(422, invalid.code(), invalid.getMessage(), invalid.faults(), Map.of());
  }

  /**
   * As JSON has it.
   *
   * @param instance the path of the request; null when it was not readable
   */
  Map<String, Object> body(@Nullable String instance) {
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("type", "urn:fairlead:problem:" + code.toLowerCase(Locale.ROOT).replace('_', '-'));
    body.put("title", title());
    body.put("status", status);
    body.put("detail", detail);
    if (instance != null) {
      body.put("instance", instance);
    }
    body.put("code", code);
    if (!errors.isEmpty()) {
      body.put("errors", errors);
    }
    return body;
  }

  private String title() {
    String words =
        code.chars()
            .mapToObj(c -> c == '_' ? " " : String.valueOf((char) c))
            .collect(Collectors.joining())
            .toLowerCase(Locale.ROOT);
    return Character.toUpperCase(words.charAt(0)) + words.substring(1);
  }
}
