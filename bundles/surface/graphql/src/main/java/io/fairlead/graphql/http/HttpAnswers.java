package io.fairlead.graphql.http;

import io.fairlead.graphql.execution.Json;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Locale;
import java.util.Map;

/** Writes single answers into HTTP. */
final class HttpAnswers {

  static final String JSON = "application/json";
  static final String GRAPHQL_JSON = "application/graphql-response+json";
  static final String EVENTS = "text/event-stream";

  private HttpAnswers() {}

  /** Whether the client says that it takes this; no word is a yes to JSON alone. */
  static boolean accepts(HttpServletRequest request, String type) {
    String accepted = request.getHeader("Accept");
    return accepted == null
        ? type.equals(JSON)
        : accepted.toLowerCase(Locale.ROOT).contains(type)
            || type.equals(JSON) && accepted.contains("*/*");
  }

  /**
   * An answer, or errors where nothing was run: 200 with plain JSON, as the older convention has
   * it, and 400 where the client knows {@code application/graphql-response+json}.
   */
  static void write(
      HttpServletRequest request, HttpServletResponse response, Map<String, Object> answer)
      throws IOException {
    boolean graphql = accepts(request, GRAPHQL_JSON);
    int wrong = graphql ? HttpServletResponse.SC_BAD_REQUEST : HttpServletResponse.SC_OK;
    int status = answer.containsKey("data") ? HttpServletResponse.SC_OK : wrong;
    write(response, status, graphql ? GRAPHQL_JSON : JSON, answer);
  }

  static void write(
      HttpServletResponse response, int status, String type, Map<String, Object> answer)
      throws IOException {
    byte[] bytes = Json.bytes(answer);
    response.setStatus(status);
    response.setContentType(type + ";charset=utf-8");
    response.setContentLength(bytes.length);
    response.getOutputStream().write(bytes);
  }
}
