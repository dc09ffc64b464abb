package io.fairlead.itests;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import javax.inject.Inject;
import org.junit.After;
import org.junit.Before;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.ops4j.pax.exam.Configuration;
import org.ops4j.pax.exam.Option;
import org.ops4j.pax.exam.junit.PaxExam;
import org.ops4j.pax.exam.spi.reactors.ExamReactorStrategy;
import org.ops4j.pax.exam.spi.reactors.PerClass;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleEvent;
import org.osgi.framework.SynchronousBundleListener;

/**
 * The bundle {@code rest-traffic} goes, comes back and is updated under GET load; nobody loses a
 * request.
 */
@RunWith(PaxExam.class)
@ExamReactorStrategy(PerClass.class)
public class SwappingRestTrafficLosesNothingTest {

  private static final int SWAPS = 5;
  private static final int CLIENTS = 6;
  private static final Duration SOON = Duration.ofSeconds(20);

  @Inject private BundleContext context;

  private final HttpClient http =
      HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();
  private final AtomicBoolean stop = new AtomicBoolean();
  private final List<Thread> threads = new ArrayList<>();
  private String base = "";
  private String authorization = "";

  @Configuration
  public Option[] distribution() {
    return new Option[] {Exam.distribution()};
  }

  @Before
  public void awaitReady() throws IOException {
    base = OwnServer.base();
    Await.until(
        "the server is ready", Duration.ofSeconds(60), () -> status("/health/ready") == 200);
    authorization = OwnServer.authorization();
    Await.until("pools are shown", SOON, () -> status("/api/v1/pools") == 200);
  }

  @After
  public void stopLoad() throws InterruptedException {
    stop.set(true);
    for (Thread thread : threads) {
      thread.join(10_000);
    }
  }

  private int status(String path) throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(base + path)).timeout(Duration.ofSeconds(10));
    if (!authorization.isEmpty()) {
      request.header("Authorization", authorization);
    }
    return http.send(request.build(), BodyHandlers.ofString()).statusCode();
  }

  /** What a load has seen. */
  private record Load(AtomicLong answered, ConcurrentLinkedQueue<String> lost) {}

  /** Asks for a path over and over until the test ends. */
  private Load load(String path) {
    Load load = new Load(new AtomicLong(), new ConcurrentLinkedQueue<>());
    for (int i = 0; i < CLIENTS; i++) {
      Thread thread =
          new Thread(
              () -> {
                while (!stop.get()) {
                  try {
                    int status = status(path);
                    load.answered().incrementAndGet();
                    if (status != 200) {
                      load.lost().add(path + " answered " + status);
                    }
                  } catch (IOException | InterruptedException e) {
                    load.lost().add(path + ": " + e);
                  }
                }
              },
              "load-" + path + "-" + i);
      threads.add(thread);
      thread.start();
    }
    return load;
  }

  private Bundle restTraffic() {
    return Arrays.stream(context.getBundles())
        .filter(b -> b.getSymbolicName().equals("io.fairlead.rest.traffic"))
        .findFirst()
        .orElseThrow();
  }

  @Test
  public void othersNoticeNothingWhenItGoesAndComesBack() throws Exception {
    Load others = load("/api/v1/about");
    for (int i = 0; i < SWAPS; i++) {
      restTraffic().stop();
      Await.until("its endpoints are gone", SOON, () -> status("/api/v1/pools") == 404);
      restTraffic().start();
      Await.until("its endpoints are back", SOON, () -> status("/api/v1/pools") == 200);
    }
    stopLoad();
    assertEquals(List.of(), List.copyOf(others.lost()));
    assertTrue("answered " + others.answered(), others.answered().get() > 100);
  }

  @Test
  public void anUpdateInPlaceShowsNoGap() throws Exception {
    Load own = load("/api/v1/pools");
    for (int i = 0; i < SWAPS; i++) {
      long before = own.answered().get();
      restTraffic().update();
      Await.until("the load goes on", SOON, () -> own.answered().get() > before + 20L * CLIENTS);
    }
    stopLoad();
    assertEquals(List.of(), List.copyOf(own.lost()));
  }

  /** The class loader of the one that serves on loads nothing any more by then. */
  @Test
  public void whatWasNeverAskedForBeforeIsAnsweredDuringAnUpdate() throws Exception {
    restTraffic().update();
    Await.until("it serves", SOON, () -> status("/api/v1/pools") == 200);
    List<String> during = new CopyOnWriteArrayList<>();
    SynchronousBundleListener listener =
        event -> {
          if (event.getType() == BundleEvent.RESOLVED && event.getBundle().equals(restTraffic())) {
            try {
              during.add("" + status("/api/v1/pools/main/stats?format=csv"));
            } catch (IOException | InterruptedException e) {
              during.add(e.toString());
            }
          }
        };
    context.addBundleListener(listener);
    try {
      restTraffic().update();
    } finally {
      context.removeBundleListener(listener);
    }
    assertEquals(List.of("200"), during);
  }
}
