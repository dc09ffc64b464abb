package io.fairlead.itests;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Matcher;
import org.junit.After;
import org.junit.Test;

/**
 * A host beyond loopback is not bound for a moment, neither when it is set while the server runs
 * nor when the server starts with it, and loopback goes on being served. Who asks an address that
 * only a port open on every address answers is let in at no time.
 */
public class ThePlainPortStaysOnLoopbackTest {

  private static final Duration START = Duration.ofSeconds(120);
  private static final Duration SOON = Duration.ofSeconds(30);
  private static final String FILE = "org.apache.felix.http.cfg";

  private final Server server = Server.start();
  private final AtomicBoolean stop = new AtomicBoolean();
  private final AtomicBoolean letIn = new AtomicBoolean();
  private final Thread guest = new Thread(this::knock, "guest");

  @After
  public void end() {
    stop.set(true);
    server.close();
  }

  private void knock() {
    while (!stop.get() && !letIn.get()) {
      letIn.set(isOpen());
    }
  }

  private boolean isOpen() {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress("127.0.0.2", server.httpPort), 1_000);
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  private boolean isRefused() throws IOException {
    return Files.readString(server.instance.resolve("logs/fairlead.log"))
        .contains("HTTP stays on 127.0.0.1: org.apache.felix.http.host: 0.0.0.0");
  }

  private int status(String path) {
    return server.send("GET", path, null, Map.of()).statusCode();
  }

  private void setHost(String line) {
    server.write(
        FILE,
        server
            .read(FILE)
            .replaceAll("(?m)^org\\.apache\\.felix\\.http\\.h.*$", Matcher.quoteReplacement(line)));
  }

  @Test
  public void itIsOpenBeyondOnlyWhenThatIsAllowed() throws Exception {
    guest.start();
    setHost("org.apache.felix.http.host 0.0.0.0");
    Await.until("it is refused", SOON, this::isRefused);
    assertEquals("what is served goes on", 200, status("/health/live"));
    assertEquals("and it is said", 503, status("/health/ready"));
    stop.set(true);
    guest.join();
    assertFalse(letIn.get());
    server.write("io.fairlead.http.cfg", "allow_plaintext_remote = true\n");
    Await.until("it is open once that is allowed", SOON, this::isOpen);
    assertTrue(server.read(FILE).contains("0.0.0.0"));
    setHost("org.apache.felix.http.host = 127.0.0.1");
    Await.until("it is taken back", SOON, () -> !isOpen() && status("/health/ready") == 200);
  }

  /** Written as the start script does not read it. */
  @Test
  public void aStartWithSuchAHostServesLoopbackAlone() throws Exception {
    server.stop();
    setHost("org.apache.felix.http.h\\u006fst = 0.0.0.0");
    guest.start();
    server.launch();
    Await.until("it serves", START, () -> server.answers("/health/live"));
    Await.until("it is refused", SOON, this::isRefused);
    assertEquals(503, status("/health/ready"));
    stop.set(true);
    guest.join();
    assertFalse(letIn.get());
  }
}
