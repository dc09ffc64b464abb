package io.fairlead.rest.host;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import io.fairlead.kernel.config.ConfigStore;
import io.fairlead.kernel.error.Unavailable;
import io.fairlead.kernel.instance.Instance;
import io.fairlead.kernel.tls.TestCertificates;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.server.Server;
import org.junit.After;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

public class HttpsComponentTest {

  private static final Map<String, String> WITH_TLS =
      Map.of("tls.certificate", "server.crt", "tls.key", "server.key");

  @Rule public final TemporaryFolder folder = new TemporaryFolder();

  private HttpsComponent component;

  @Before
  public void start() {
    ConfigStore store = answering(ConfigStore.class, Optional.empty());
    component =
        new HttpsComponent(
            store, answering(Instance.class, folder.getRoot().toPath()), new HostSettings(store));
  }

  @After
  public void stop() throws InterruptedException {
    component.close();
  }

  @Test
  public void isReadyWhileRightFilesComeIntoForce() throws Exception {
    TestCertificates.authority("CN=CA")
        .server("CN=first")
        .write(folder.getRoot().toPath(), "server");
    Server server = new Server();
    server.start();
    component.https().attach(server);
    Map<String, String> settings = new HashMap<>(WITH_TLS);
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      settings.put("https_port", String.valueOf(free.getLocalPort()));
    }
    FutureTask<Void> applying =
        new FutureTask<>(
            () -> {
              component.apply(settings);
              return null;
            });
    Thread thread = new Thread(applying);
    synchronized (component.https()) {
      thread.start();
      long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
      while (thread.getState() != Thread.State.BLOCKED) {
        assertTrue("not in time", System.nanoTime() < end);
        Thread.onSpinWait();
      }
      assertTrue(component.health().reason(), component.health().ready());
    }
    applying.get(30, TimeUnit.SECONDS);
    assertTrue(component.health().reason(), component.health().ready());
    assertEquals(1, component.endpoints().size());
    component.https().detach(server);
    assertFalse("wanted, and not bound", component.health().ready());
    server.stop();
  }

  @Test
  public void isNotReadyOnceTheFilesHaveTurnedOutWrongUntilTheyAreNoMoreWanted()
      throws IOException {
    folder.newFile("server.crt");
    folder.newFile("server.key");
    assertThrows(Unavailable.class, () -> component.apply(WITH_TLS));
    assertFalse(component.health().ready());
    component.apply(Map.of());
    assertTrue(component.health().ready());
  }

  /** Answers everything alike, where the type allows. */
  private static <T> T answering(Class<T> type, Object answer) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (self, method, arguments) ->
                method.getReturnType().isInstance(answer) ? answer : null));
  }
}
