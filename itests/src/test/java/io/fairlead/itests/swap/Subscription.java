package io.fairlead.itests.swap;

import io.fairlead.itests.swap.GoneException.Kind;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Watches sessions come and go, over WebSocket or over server-sent events. */
public final class Subscription {

  private static final String QUERY =
      "{\"query\": \"subscription {sessionEvent {type sessionId}}\"}";
  private static final String SUBSCRIBE =
      "{\"id\": \"1\", \"type\": \"subscribe\", \"payload\": " + QUERY + "}";
  private static final String CLOSED = "closed";
  private static final long PATIENCE_SECS = 20;

  /**
   * Its client is asked so often whether it is to end; whether all has come is told by the count.
   */
  private static final long LOOK_MS = 200;

  private static final Pattern DROPPED = Pattern.compile("\"dropped\":(\\d+)");

  private final Target target;
  private final AtomicLong created = new AtomicLong();
  private final AtomicLong leftOut = new AtomicLong();

  public Subscription(Target target) {
    this.target = target;
  }

  /** How many new sessions it was told of. */
  public long created() {
    return created.get();
  }

  /**
   * How many events it was told that it was not told of: a slow subscriber loses the oldest, and
   * learns how many.
   */
  public long leftOut() {
    return leftOut.get();
  }

  /** One that is subscribed, by {@code graphql-transport-ws}. */
  public Client overWebSocket() throws Exception {
    BlockingQueue<String> messages = new LinkedBlockingQueue<>();
    WebSocket socket;
    try {
      socket =
          target
              .http()
              .newWebSocketBuilder()
              .subprotocols("graphql-transport-ws")
              .connectTimeout(Duration.ofSeconds(PATIENCE_SECS))
              .buildAsync(
                  URI.create(target.base().toString().replace("http", "ws") + "/graphql/ws"),
                  new Listener(messages))
              .join();
    } catch (CompletionException e) {
      throw new GoneException(Kind.GONE, String.valueOf(e.getCause()));
    }
    String init =
        "{\"type\":\"connection_init\",\"payload\":{\"Authorization\":\""
            + target.authorization()
            + "\"}}";
    socket.sendText(init, true).join();
    next(messages, "connection_ack");
    socket.sendText(SUBSCRIBE, true).join();
    return client(messages, socket::abort);
  }

  /** One that is subscribed, over server-sent events. */
  public Client overEvents() throws Exception {
    HttpResponse<Stream<String>> response =
        target
            .http()
            .send(
                target
                    .request("/graphql")
                    .timeout(Duration.ofMinutes(10))
                    .header("Accept", "text/event-stream")
                    .header("Content-Type", "application/json")
                    .POST(BodyPublishers.ofString(QUERY))
                    .build(),
                BodyHandlers.ofLines());
    if (response.statusCode() == 404) {
      throw new GoneException(Kind.GONE, "there is no GraphQL");
    }
    BlockingQueue<String> lines = new LinkedBlockingQueue<>();
    Thread reader = new Thread(() -> read(response.body(), lines), "load-events-reader");
    reader.setDaemon(true);
    reader.start();
    if (response.statusCode() != 200) {
      throw new GoneException(Kind.GONE, next(lines, "undefined"));
    }
    return client(lines, response.body()::close);
  }

  private static void read(Stream<String> from, BlockingQueue<String> lines) {
    try {
      from.forEach(lines::add);
    } catch (RuntimeException e) {
      // it is over
    }
    lines.add(CLOSED);
  }

  private Client client(BlockingQueue<String> messages, Runnable end) {
    return new Client() {
      @Override
      public void once() throws Exception {
        // All that is there: what is counted one by one falls behind what the server tells.
        for (String message = messages.poll(LOOK_MS, TimeUnit.MILLISECONDS);
            message != null;
            message = messages.poll()) {
          seen(message);
          count(message);
        }
      }

      @Override
      public void close() {
        end.run();
      }
    };
  }

  private void count(String message) {
    Matcher dropped = DROPPED.matcher(message);
    if (dropped.find()) {
      leftOut.addAndGet(Long.parseLong(dropped.group(1)));
    }
    if (message.contains("created")) {
      created.incrementAndGet();
    }
  }

  /** The next message that has this in it. */
  private static String next(BlockingQueue<String> messages, String wanted) throws Exception {
    while (true) {
      String message = messages.poll(PATIENCE_SECS, TimeUnit.SECONDS);
      if (message == null) {
        throw new IOException("no " + wanted + " in " + PATIENCE_SECS + " s");
      }
      seen(message);
      if (message.contains(wanted)) {
        return message;
      }
    }
  }

  private static void seen(String message) throws GoneException, IOException {
    if (message.contains("has gone")) {
      throw new GoneException(Kind.TOLD, message);
    }
    if (HttpClients.unknownField(message)) {
      throw new GoneException(Kind.GONE, message);
    }
    if (message.startsWith(CLOSED)
        || message.contains("\"errors\"")
        || message.contains("complete")) {
      throw new IOException("the stream says " + message);
    }
  }

  /** Hands messages on. */
  private static final class Listener implements WebSocket.Listener {

    private final BlockingQueue<String> messages;
    private final StringBuilder text = new StringBuilder();

    Listener(BlockingQueue<String> messages) {
      this.messages = messages;
    }

    @Override
    public CompletionStage<?> onText(WebSocket from, CharSequence part, boolean last) {
      text.append(part);
      if (last) {
        messages.add(text.toString());
        if (text.indexOf("\"ping\"") >= 0) {
          from.sendText("{\"type\":\"pong\"}", true);
        }
        text.setLength(0);
      }
      from.request(1);
      return CompletableFuture.completedFuture(null);
    }

    @Override
    public CompletionStage<?> onClose(WebSocket from, int code, String reason) {
      messages.add(CLOSED + " " + code + " " + reason);
      return CompletableFuture.completedFuture(null);
    }

    @Override
    public void onError(WebSocket from, Throwable error) {
      messages.add(CLOSED + " " + error);
    }
  }
}
