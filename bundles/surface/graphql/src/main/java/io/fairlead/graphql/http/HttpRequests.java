package io.fairlead.graphql.http;

import io.fairlead.graphql.execution.GraphqlRequest;
import io.fairlead.graphql.execution.Json;
import io.fairlead.http.Bodies;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Reads requests out of HTTP. */
final class HttpRequests {

  private HttpRequests() {}

  /** Empty while the body is still to come: the request is served once more then. */
  static Optional<GraphqlRequest> ofBody(
      HttpServletRequest request, Bodies bodies, Bodies.Limits limits) throws IOException, Refusal {
    String type = String.valueOf(request.getContentType()).toLowerCase(Locale.ROOT);
    String[] parts = type.split(";", 2);
    boolean utf8 = parts.length < 2 || !parts[1].contains("charset") || parts[1].contains("utf-8");
    if (!parts[0].trim().equals("application/json") || !utf8) {
      throw new Refusal(
          HttpServletResponse.SC_UNSUPPORTED_MEDIA_TYPE,
          "Content-Type: " + request.getContentType() + " (expected: application/json in UTF-8)");
    }
    return bodies.read(request, limits).map(bytes -> GraphqlRequest.of(Json.object("body", bytes)));
  }

  static GraphqlRequest ofParameters(HttpServletRequest request) {
    Map<String, Object> fields = new HashMap<>();
    for (String name : new String[] {"query", "operationName"}) {
      if (request.getParameter(name) != null) {
        fields.put(name, request.getParameter(name));
      }
    }
    String variables = request.getParameter("variables");
    if (variables != null && !variables.isBlank()) {
      fields.put("variables", Json.object("variables", variables));
    }
    return GraphqlRequest.of(fields);
  }
}
