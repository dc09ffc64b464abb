package io.fairlead.itests.swap;

import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A server as its clients see it.
 *
 * @param authorization of an admin
 */
public record Target(
    Path instance, URI base, String authorization, InetSocketAddress sql, HttpClient http) {

  private static final Duration PATIENCE = Duration.ofSeconds(20);

  HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(base.resolve(path))
        .timeout(PATIENCE)
        .header("Authorization", authorization);
  }

  HttpResponse<String> send(String method, String path, @Nullable String body) throws Exception {
    HttpRequest.Builder request =
        request(path)
            .method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
    if (body != null) {
      request.header("Content-Type", "application/json");
    }
    return http.send(request.build(), BodyHandlers.ofString());
  }
}
