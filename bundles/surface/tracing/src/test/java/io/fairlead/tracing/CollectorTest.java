package io.fairlead.tracing;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import io.opentelemetry.sdk.common.export.MessageWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.After;
import org.junit.Before;
import org.junit.Test;

/** An export ends when its time is over, whatever the collector does with it. */
public class CollectorTest {

  private static final int MORE_THAN_SOCKETS_HOLD = 64 << 20;

  private final Tally tally = new Tally(InstantSource.system());
  private ServerSocket peer;

  @Before
  public void listen() throws IOException {
    peer = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
  }

  @After
  public void close() throws IOException {
    peer.close();
  }

  private String failure(int bytes) throws Exception {
    Collector collector =
        new Collector(
            URI.create("http://127.0.0.1:" + peer.getLocalPort() + "/v1/traces"),
            Map.of(),
            Duration.ofMillis(300),
            tally);
    List<Throwable> failures = new CopyOnWriteArrayList<>();
    CompletableFuture.runAsync(() -> collector.send(new Zeros(bytes), answer -> {}, failures::add))
        .get(30, TimeUnit.SECONDS);
    assertTrue(collector.shutdown().isSuccess());
    assertEquals(1, failures.size());
    return failures.get(0).getMessage();
  }

  private record Zeros(int bytes) implements MessageWriter {

    @Override
    public void writeMessage(OutputStream output) throws IOException {
      byte[] chunk = new byte[8_192];
      for (int left = bytes; left > 0; left -= chunk.length) {
        output.write(chunk, 0, Math.min(left, chunk.length));
      }
    }

    @Override
    public int getContentLength() {
      return bytes;
    }
  }

  @Test
  public void aCollectorThatReadsNothingHoldsNoExportBeyondItsTime() throws Exception {
    assertEquals("not done in 300 ms", failure(MORE_THAN_SOCKETS_HOLD));
  }

  @Test
  public void aCollectorThatAnswersByteByByteHoldsNoExportBeyondItsTime() throws Exception {
    CompletableFuture<Void> dripping =
        CompletableFuture.runAsync(
            () -> {
              try (Socket client = peer.accept()) {
                client.getOutputStream().write("HTTP/1.1 200 OK\r\nX: ".getBytes(US_ASCII));
                while (true) {
                  client.getOutputStream().write('x');
                  LockSupport.parkNanos(5_000_000);
                }
              } catch (IOException gone) {
                // as it is to be
              }
            });
    assertEquals("not done in 300 ms", failure(100));
    dripping.get(30, TimeUnit.SECONDS);
  }
}
