package io.fairlead.graphql;

import java.net.URI;
import java.net.http.WebSocket;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A client of the WebSocket: what comes is kept as text, the end as {@code close CODE REASON}. */
final class TestSocket implements WebSocket.Listener {

  private final BlockingQueue<String> received = new LinkedBlockingQueue<>();
  private final StringBuilder part = new StringBuilder();
  private final WebSocket socket;

  TestSocket(TestHost host, @Nullable String authorization, @Nullable String origin) {
    WebSocket.Builder builder =
        host.client.newWebSocketBuilder().subprotocols("graphql-transport-ws");
    if (authorization != null) {
      builder.header("Authorization", authorization);
    }
    if (origin != null) {
      builder.header("Origin", origin);
    }
    URI uri = host.uri("ws", "/graphql/ws");
    socket = builder.buildAsync(uri, this).join();
  }

  static TestSocket initialised(TestHost host) throws Exception {
    TestSocket socket = new TestSocket(host, KnownCaller.RIGHT, null);
    socket.send("{\"type\":\"connection_init\"}");
    socket.expect("{\"type\":\"connection_ack\"}");
    return socket;
  }

  String protocol() {
    return socket.getSubprotocol();
  }

  void send(String text) {
    socket.sendText(text, true).join();
  }

  void subscribe(String id, String query) throws Exception {
    send(
        TestHost.JSON.writeValueAsString(
            Map.of("type", "subscribe", "id", id, "payload", Map.of("query", query))));
  }

  void sendBinary() {
    socket.sendBinary(java.nio.ByteBuffer.allocate(1), true).join();
  }

  void abort() {
    socket.abort();
  }

  String next() throws InterruptedException {
    String message = received.poll(20, TimeUnit.SECONDS);
    if (message == null) {
      throw new AssertionError("nothing came");
    }
    return message;
  }

  Map<?, ?> nextJson() throws Exception {
    return TestHost.JSON.readValue(next(), Map.class);
  }

  void expect(String message) throws InterruptedException {
    String got = next();
    if (!got.equals(message)) {
      throw new AssertionError(got + " (expected: " + message + ")");
    }
  }

  void expectClose(int code) throws InterruptedException {
    String got = next();
    if (!got.startsWith("close " + code + " ")) {
      throw new AssertionError(got + " (expected: close " + code + ")");
    }
  }

  @Override
  public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
    part.append(data);
    if (last) {
      received.add(part.toString());
      part.setLength(0);
    }
    from.request(1);
    return null;
  }

  @Override
  public @Nullable CompletionStage<?> onClose(WebSocket from, int code, String reason) {
    received.add("close " + code + " " + reason);
    return null;
  }

  @Override
  public void onError(WebSocket from, Throwable error) {
    received.add("error " + error);
  }
}
