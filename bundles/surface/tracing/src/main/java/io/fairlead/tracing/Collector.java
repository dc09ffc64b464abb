package io.fairlead.tracing;

import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.common.export.HttpResponse;
import io.opentelemetry.sdk.common.export.HttpSender;
import io.opentelemetry.sdk.common.export.MessageWriter;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Sends to the collector on the thread that asks; one of its own only watches the time. The JDK's
 * newer client keeps a thread until it is collected, and it would outlive this bundle. Follows no
 * redirect, as headers are secrets; sends nothing twice.
 */
final class Collector implements HttpSender {

  private static final int LONGEST_ANSWER = 65_536;
  private static final Duration LONGEST_CONNECT = Duration.ofSeconds(2);
  private static final int OK = 200;

  private final URI endpoint;
  private final Map<String, String> headers;
  private final int connectMillis;
  private final int timeoutMillis;
  private final Tally tally;
  private final ScheduledThreadPoolExecutor clock =
      new ScheduledThreadPoolExecutor(1, Collector::daemon);
  private volatile boolean aborted;
  private volatile @Nullable HttpURLConnection present;

  /**
   * @param timeout of one export
   */
  Collector(URI endpoint, Map<String, String> headers, Duration timeout, Tally tally) {
    this.endpoint = endpoint;
    this.headers = headers;
    this.timeoutMillis = (int) timeout.toMillis();
    this.connectMillis = (int) Math.min(timeoutMillis, LONGEST_CONNECT.toMillis());
    this.tally = tally;
    clock.setRemoveOnCancelPolicy(true);
  }

  private static Thread daemon(Runnable work) {
    Thread thread = new Thread(work, "fairlead-tracing-deadline-1");
    thread.setDaemon(true);
    return thread;
  }

  private static final class Answer implements HttpResponse {
    private final int status;
    private final byte[] body;

    Answer(int status, byte[] body) {
      this.status = status;
      this.body = body;
    }

    @Override
    public int getStatusCode() {
      return status;
    }

    @Override
    public String getStatusMessage() {
      return "";
    }

    @Override
    public byte[] getResponseBody() {
      return body;
    }
  }

  @Override
  public void send(
      MessageWriter message, Consumer<HttpResponse> onResponse, Consumer<Throwable> onError) {
    Thread.currentThread().setName("fairlead-tracing-export-1"); // the library's, for us alone
    try {
      Answer answer = postInTime(message);
      if (answer.getStatusCode() == OK) {
        PartialSuccess.of(answer.getResponseBody())
            .ifPresent(partial -> tally.rejected(partial.rejected(), partial.message()));
      } else {
        tally.error(endpoint + " answered " + answer.getStatusCode());
      }
      onResponse.accept(answer);
    } catch (IOException | RuntimeException e) {
      tally.error(endpoint + ": " + e);
      onError.accept(e);
    } finally {
      present = null;
    }
  }

  /** A peer that reads nothing, or answers byte by byte, meets no limit of the connection's own. */
  private Answer postInTime(MessageWriter message) throws IOException {
    HttpURLConnection connection = (HttpURLConnection) endpoint.toURL().openConnection();
    present = connection;
    if (aborted) {
      throw new IOException("given up, as tracing ends");
    }
    AtomicBoolean late = new AtomicBoolean();
    Future<?> deadline =
        clock.schedule(
            () -> {
              late.set(true);
              connection.disconnect();
            },
            timeoutMillis,
            TimeUnit.MILLISECONDS);
    try {
      return post(connection, message);
    } catch (IOException e) {
      throw late.get() ? new IOException("not done in " + timeoutMillis + " ms", e) : e;
    } finally {
      deadline.cancel(false);
    }
  }

  private Answer post(HttpURLConnection connection, MessageWriter message) throws IOException {
    connection.setConnectTimeout(connectMillis);
    connection.setReadTimeout(timeoutMillis);
    connection.setInstanceFollowRedirects(false);
    connection.setUseCaches(false);
    connection.setRequestMethod("POST");
    connection.setDoOutput(true);
    headers.forEach(connection::setRequestProperty);
    connection.setRequestProperty("Content-Type", "application/x-protobuf");
    // also keeps the JDK from sending it again by itself
    connection.setFixedLengthStreamingMode(message.getContentLength());
    try (OutputStream out = connection.getOutputStream()) {
      message.writeMessage(out);
    }
    int status = connection.getResponseCode();
    try (InputStream in =
        status < 400 ? connection.getInputStream() : connection.getErrorStream()) {
      byte[] body = in == null ? new byte[0] : in.readNBytes(LONGEST_ANSWER);
      if (body.length == LONGEST_ANSWER) {
        connection.disconnect();
      }
      return new Answer(status, body);
    }
  }

  /** Ends what is under way, and lets nothing begin. */
  void abort() {
    aborted = true;
    clock.shutdownNow();
    HttpURLConnection connection = present;
    if (connection != null) {
      connection.disconnect();
    }
  }

  @Override
  public CompletableResultCode shutdown() {
    clock.shutdownNow();
    return CompletableResultCode.ofSuccess();
  }
}
