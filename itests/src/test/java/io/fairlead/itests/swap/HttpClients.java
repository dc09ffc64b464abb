package io.fairlead.itests.swap;

import io.fairlead.itests.swap.GoneException.Kind;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Clients over HTTP, each request an exchange of its own. */
public final class HttpClients {

  private HttpClients() {}

  /** GET; 404 is gone. */
  public static Client.Factory get(Target target, String path) {
    return () -> () -> check(target.send("GET", path, null), 200);
  }

  /** PUTs another value each time. */
  public static Client.Factory putPool(Target target, String pool) {
    AtomicInteger count = new AtomicInteger();
    return () ->
        () -> {
          String body = "{\"max_lifetime_secs\": " + (1_000 + count.incrementAndGet() % 100) + "}";
          check(target.send("PUT", "/api/v1/pools/" + pool, body), 200, 202);
        };
  }

  /** Asks GraphQL; a field that the schema does not have is gone. */
  public static Client.Factory graphql(Target target, String query) {
    String body = "{\"query\": \"" + query + "\"}";
    return () ->
        () -> {
          HttpResponse<String> answer = target.send("POST", "/graphql", body);
          if (unknownField(answer.body())) {
            throw new GoneException(Kind.GONE, answer.body());
          }
          check(answer, 200);
          if (answer.body().contains("\"errors\"")) {
            throw new IOException(answer.body());
          }
        };
  }

  static boolean unknownField(String answer) {
    return answer.contains("\"INVALID\"")
        && (answer.contains("is undefined") || answer.contains("is not supported by the schema"));
  }

  /**
   * A request that is in the hands of {@code rest-traffic} for more than a second: a connection is
   * tried out to a server that says nothing.
   */
  public static Client.Factory slow(Target target) {
    return () -> {
      SilentServer silent = new SilentServer();
      String body =
"""
{"name": "silent", "driver": "org.postgresql.Driver", "url": "jdbc:postgresql://127.0.0.1:%d/x?sslmode=disable",
 "creation_timeout_secs": 10, "username": "x", "password": "x"}
"""
              .formatted(silent.door.getLocalPort());
      return new Client() {
        @Override
        public void once() throws Exception {
          HttpResponse<String> answer = target.send("POST", "/api/v1/pools?dry_run=true", body);
          if (answer.body().contains("org.postgresql.Driver is not there")) {
            throw new GoneException(Kind.GONE, answer.body());
          }
          check(answer, 503);
          if (!answer.body().contains("no connection")) {
            throw new IOException(answer.body());
          }
        }

        @Override
        public void close() throws IOException {
          silent.door.close();
        }
      };
    };
  }

  private static void check(HttpResponse<String> answer, Integer... wanted)
      throws IOException, GoneException {
    if (answer.statusCode() == 404) {
      throw new GoneException(Kind.GONE, answer.body());
    }
    if (!List.of(wanted).contains(answer.statusCode())) {
      throw new IOException(
          answer.uri() + " answered " + answer.statusCode() + " " + answer.body());
    }
  }

  /** Takes a connection, keeps it for a while, and closes it. */
  private static final class SilentServer {

    private static final long SILENT_MS = 1_200;

    private final ServerSocket door;

    SilentServer() {
      try {
        door = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      Thread thread = new Thread(this::serve, "silent-server");
      thread.setDaemon(true);
      thread.start();
    }

    private void serve() {
      while (!door.isClosed()) {
        try (Socket guest = door.accept();
            InputStream in = guest.getInputStream();
            OutputStream out = guest.getOutputStream()) {
          in.read();
          new CountDownLatch(1).await(SILENT_MS, TimeUnit.MILLISECONDS);
          out.flush();
        } catch (IOException e) {
          // it has gone, or the door is closed
        } catch (InterruptedException e) {
          return;
        }
      }
    }
  }
}
