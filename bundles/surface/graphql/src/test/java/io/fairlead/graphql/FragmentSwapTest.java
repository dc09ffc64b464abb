package io.fairlead.graphql;

import static io.fairlead.graphql.TestHost.at;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import io.fairlead.graphql.spi.GraphqlFragment;
import io.fairlead.graphql.spi.Shape;
import io.fairlead.graphql.spi.Sink;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.After;
import org.junit.Before;
import org.junit.Test;

/** What becomes of requests and subscriptions when a fragment comes and goes. */
public class FragmentSwapTest {

  private TestHost host;

  @Before
  public void start() throws Exception {
    host = new TestHost();
  }

  @After
  public void stop() throws Exception {
    host.close();
  }

  @Test
  public void nothingElseNoticesWhileAFragmentComesAndGoesUnderLoad() throws Exception {
    ExecutorService clients = Executors.newFixedThreadPool(4);
    AtomicBoolean running = new AtomicBoolean(true);
    AtomicInteger swapped = new AtomicInteger();
    List<Future<Integer>> loads = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      loads.add(clients.submit(() -> load(running, swapped)));
    }
    GraphqlFragment extra = f -> f.query("extra", Shape.INT.required(), "", a -> 5);
    while (swapped.get() < 100) {
      host.offer(2, extra);
      assertEquals(5, at(host.ask("{extra}"), "data", "extra"));
      host.withdraw(2);
      assertEquals("INVALID", at(host.ask("{extra}"), "errors", 0, "extensions", "code"));
      swapped.incrementAndGet();
    }
    running.set(false);
    int answered = 0;
    for (Future<Integer> load : loads) {
      answered += load.get();
    }
    clients.shutdown();
    assertTrue("answered " + answered, answered > 100);
  }

  private int load(AtomicBoolean running, AtomicInteger swapped) throws Exception {
    int answered = 0;
    while (running.get()) {
      // A text of its own each time, so that none is remembered.
      String query = "{a" + answered + ":items{itemId} item(id:7){small}}";
      Map<?, ?> answer = host.ask(query);
      assertEquals(answer.toString() + swapped, 1, at(answer, "data", "item", "small"));
      answered++;
    }
    return answered;
  }

  @Test
  public void anOperationEndsOnTheSchemaItBeganWith() throws Exception {
    CountDownLatch inside = new CountDownLatch(1);
    CountDownLatch go = new CountDownLatch(1);
    host.offer(
        2,
        f ->
            f.query(
                "slow",
                Shape.INT.required(),
                "",
                a -> {
                  inside.countDown();
                  try {
                    go.await();
                  } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                  }
                  return 9;
                }));
    ExecutorService client = Executors.newSingleThreadExecutor();
    Future<Map<?, ?>> answer = client.submit(() -> host.ask("{slow again:slow}"));
    inside.await();
    host.withdraw(2);
    assertEquals("INVALID", at(host.ask("{slow}"), "errors", 0, "extensions", "code"));
    go.countDown();
    assertEquals("{slow=9, again=9}", at(answer.get(), "data").toString());
    client.shutdown();
  }

  @Test
  public void subscriptionsOfAFragmentThatGoesEndWithAnErrorAndTheOthersLive() throws Exception {
    SampleFragment second = new SampleFragment();
    host.offer(
        2,
        f ->
            f.subscription(
                "more",
                Shape.INT.required(),
                "",
                (a, sink) -> {
                  second.sinks.add(sink);
                  second.open.incrementAndGet();
                  return second.open::decrementAndGet;
                }));
    TestSocket socket = TestSocket.initialised(host);
    socket.subscribe("goes", "subscription{more}");
    second.sinks.take().next(1);
    assertEquals(1, at(socket.nextJson(), "payload", "data", "more"));
    socket.subscribe("stays", "subscription{events{small}}");
    host.withdraw(2);
    Map<?, ?> error = socket.nextJson();
    assertEquals("goes", error.get("id"));
    assertEquals("UNAVAILABLE", at(error, "payload", "errors", 0, "extensions", "code"));
    assertEquals(Map.of("type", "complete", "id", "goes"), socket.nextJson());
    assertEquals(0, second.open.get());
    host.sample.sinks.take().next(SampleFragment.ITEM);
    assertEquals("stays", socket.nextJson().get("id"));
  }

  @Test
  public void aSubscriptionHoldsNothingOfOtherFragments() throws Exception {
    WeakReference<Object> other = offerAnother();
    assertEquals(1, at(host.ask("{another}"), "data", "another"));
    TestSocket socket = TestSocket.initialised(host);
    socket.subscribe("lives", "subscription{...F} fragment F on Subscription{events{small}}");
    Sink sink = host.sample.sinks.take();
    host.withdraw(2);
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    while (other.get() != null) {
      assertTrue("it is held", System.nanoTime() < end);
      System.gc();
    }
    sink.next(SampleFragment.ITEM);
    assertEquals(1, at(socket.nextJson(), "payload", "data", "events", "small"));
  }

  private WeakReference<Object> offerAnother() throws Exception {
    int[] held = {1};
    host.offer(2, f -> f.query("another", Shape.INT.required(), "", a -> held[0]));
    return new WeakReference<>(held);
  }
}
