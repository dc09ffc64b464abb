package io.fairlead.graphql.traffic;

import static io.fairlead.graphql.traffic.TestSurface.next;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import io.fairlead.traffic.event.ConnectionEvent;
import io.fairlead.traffic.event.PoolChanged;
import io.fairlead.traffic.event.SessionEvent;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.After;
import org.junit.Test;

public class SubscriptionsTest {

  private final TestSurface surface = new TestSurface();

  @After
  public void close() {
    surface.close();
  }

  @Test
  public void nobodySubscribedCostsNothing() throws Exception {
    assertEquals(0, surface.handlers());
    BlockingQueue<Object> one = surface.subscribe("subscription{sessionEvent(sessionId:3){type}}");
    BlockingQueue<Object> all = surface.subscribe("subscription{sessionEvent{type}}");
    assertEquals("one handler for all who listen", 1, surface.handlers());
    next(one);
    surface.publish(new SessionEvent("terminated", 3, Samples.AT));
    assertEquals("{data={sessionEvent={type=terminated}}}", next(one));
    assertEquals("complete", next(one));
    assertEquals("{data={sessionEvent={type=terminated}}}", next(all));
    assertEquals(1, surface.handlers());
  }

  @Test
  public void theLastOneToGoTakesTheHandlerAway() throws Exception {
    BlockingQueue<Object> answers =
        surface.subscribe("subscription{connectionEvent(poolId:\"main\"){type}}");
    assertEquals(2, surface.handlers());
    surface.traffic.pools.clear();
    surface.publish(new PoolChanged("main", "removed", Samples.AT));
    assertEquals("complete", next(answers));
    assertEquals(0, surface.handlers());
  }

  @Test
  public void connectionsOfOnePoolOrOfAll() throws Exception {
    BlockingQueue<Object> one =
        surface.subscribe(
            "subscription{connectionEvent(poolId:\"main\"){type connectionId poolId timestamp}}");
    BlockingQueue<Object> all = surface.subscribe("subscription{connectionEvent{poolId}}");
    surface.publish(new ConnectionEvent("created", 1, "other", Samples.AT));
    surface.publish(new ConnectionEvent("acquired", 2, "main", Samples.AT));
    assertEquals(
        "{data={connectionEvent={type=acquired, connectionId=2, poolId=main,"
            + " timestamp=2030-01-02T03:04:05Z}}}",
        next(one));
    assertEquals("{data={connectionEvent={poolId=other}}}", next(all));
    assertEquals("{data={connectionEvent={poolId=main}}}", next(all));
  }

  @Test
  public void aSessionGivesItsPresentStateFirst() throws Exception {
    assertEquals(
        "{data={sessionEvent={type=active, sessionId=4, timestamp=2030-01-02T03:04:05Z}}}",
        next(
            surface.subscribe(
                "subscription{sessionEvent(sessionId:4){type sessionId timestamp}}")));
    BlockingQueue<Object> idle = surface.subscribe("subscription{sessionEvent(sessionId:3){type}}");
    assertEquals("{data={sessionEvent={type=idle}}}", next(idle));
    surface.publish(new SessionEvent("active", 4, Samples.AT));
    surface.publish(new SessionEvent("active", 3, Samples.AT));
    assertEquals("{data={sessionEvent={type=active}}}", next(idle));
    assertTrue(idle.isEmpty());
  }

  @Test
  public void anUnknownIdIsOneErrorAndThenTheEnd() throws Exception {
    for (String field :
        new String[] {
          "poolStatsUpdated(poolId:\"none\"){poolId}",
          "connectionEvent(poolId:\"none\"){poolId}",
          "sessionEvent(sessionId:\"none\"){type}",
          "sessionEvent(sessionId:77){type}"
        }) {
      BlockingQueue<Object> answers = surface.subscribe("subscription{" + field + "}");
      String first = next(answers);
      assertTrue(first, first.contains("code=NOT_FOUND"));
      assertEquals("complete", next(answers));
    }
    assertEquals(0, surface.handlers());
  }

  @Test
  public void statisticsComeAtOnceAndWhenTheyChange() throws Exception {
    BlockingQueue<Object> answers =
        surface.subscribe("subscription{poolStatsUpdated(poolId:\"main\"){connectionsAcquired}}");
    assertEquals("{data={poolStatsUpdated={connectionsAcquired=1}}}", next(answers));
    surface.traffic.stats = Samples.stats("main", 8);
    assertEquals("{data={poolStatsUpdated={connectionsAcquired=8}}}", next(answers));
    surface.traffic.pools.clear();
    assertTrue(next(answers).contains("code=NOT_FOUND"));
    assertEquals("complete", next(answers));
  }

  @Test
  public void theClockAloneIsNoNews() throws Exception {
    BlockingQueue<Object> answers =
        surface.subscribe(
            "subscription{networkStatusChanged{uptimeSeconds totalConnectionsLifetime}}");
    next(answers);
    surface.traffic.status = Samples.status(1, 11);
    // The second look from here on begins when the first has given what it had to give.
    int looks = surface.traffic.looks.get();
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    while (surface.traffic.looks.get() < looks + 2 && System.nanoTime() < end) {
      LockSupport.parkNanos(2_000_000);
    }
    assertTrue("it looked", surface.traffic.looks.get() >= looks + 2);
    assertTrue(answers.toString(), answers.isEmpty());
    surface.traffic.status = Samples.status(2, 12);
    assertEquals(
        "{data={networkStatusChanged={uptimeSeconds=12, totalConnectionsLifetime=2}}}",
        next(answers));
  }
}
