package io.fairlead.rest.host;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Map;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;

/**
 * What the HTTP server itself refuses, before any servlet sees it, as problem details too. An
 * address that it takes for ambiguous ({@code ..%2f}) is one at which nothing can be.
 */
final class ProblemPages implements Request.Handler {

  private static final Map<Integer, String> CODES =
      Map.of(
          400, "BAD_REQUEST",
          404, "NOT_FOUND",
          405, "METHOD_NOT_ALLOWED",
          408, "REQUEST_TIMEOUT",
          413, "TOO_LARGE",
          414, "TOO_LARGE",
          431, "TOO_LARGE");

  private final Json json = new Json();

  @Override
  public boolean handle(Request request, Response response, Callback callback) throws IOException {
    int status =
        request.getAttribute(ErrorHandler.ERROR_STATUS) instanceof Integer given
            ? given
            : response.getStatus();
    String path = request.getHttpURI().getPath();
    Problem problem = problem(status, path.equals("/badURI") || isOfTheAddress(request));
    response.setStatus(problem.status());
    response.getHeaders().put(new HttpField(HttpHeader.CONTENT_TYPE, Problem.MEDIA_TYPE));
    response.getHeaders().put(HttpHeader.CACHE_CONTROL, "no-store");
    response.getHeaders().put("X-Content-Type-Options", "nosniff");
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    json.write(body, problem.body(path.startsWith("/bad") ? null : path));
    response.write(true, ByteBuffer.wrap(body.toByteArray()), callback);
    return true;
  }

  /** The server says so in words only: "Ambiguous URI path separator", or why, for {@code %00}. */
  private static boolean isOfTheAddress(Request request) {
    String words = String.valueOf(request.getAttribute(ErrorHandler.ERROR_MESSAGE));
    if (request.getAttribute(ErrorHandler.ERROR_EXCEPTION) instanceof Throwable failure
        && failure.getCause() != null) {
      words += failure.getCause().getMessage();
    }
    return words.contains("URI") || words.contains("in path");
  }

  private static Problem problem(int status, boolean badAddress) {
    if (status == 400 && badAddress) {
      return new Problem(404, "NOT_FOUND", "nothing is at this path");
    }
    String detail =
        switch (status) {
          case 404 -> "nothing is at this path";
          case 414, 431 -> "the head of the request is too long";
          case 503 -> "the server is starting or stopping";
          default -> status < 500 ? "the request is not readable" : "the server failed to do that";
        };
    String code =
        CODES.getOrDefault(
            status, status == 503 ? "UNAVAILABLE" : status < 500 ? "BAD_REQUEST" : "INTERNAL");
    return new Problem(status, code, detail);
  }
}
