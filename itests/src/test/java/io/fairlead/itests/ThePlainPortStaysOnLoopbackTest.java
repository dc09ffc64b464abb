package io.fairlead.itests;

import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.After;
import org.junit.Test;

/**
 * A host beyond loopback that is set while the server runs is not bound for a moment. Who asks an
 * address that only a port open on every address answers is let in at no time.
 */
public class ThePlainPortStaysOnLoopbackTest {

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
        .contains("HTTP is not served: org.apache.felix.http.host: 0.0.0.0");
  }

  @Test
  public void itIsOpenBeyondOnlyWhenThatIsAllowed() throws Exception {
    guest.start();
    server.write(
        FILE,
        server
            .read(FILE)
            .replaceAll(
                "(?m)^org\\.apache\\.felix\\.http\\.host\\s*=.*$",
                "org.apache.felix.http.host = 0.0.0.0"));
    Await.until("it is refused", SOON, this::isRefused);
    stop.set(true);
    guest.join();
    assertFalse(letIn.get());
    server.write("io.fairlead.http.cfg", "allow_plaintext_remote = true\n");
    Await.until("it is open once that is allowed", SOON, this::isOpen);
    assertTrue(server.read(FILE).contains("0.0.0.0"));
  }
}
