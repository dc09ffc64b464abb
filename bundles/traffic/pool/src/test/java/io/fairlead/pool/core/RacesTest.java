package io.fairlead.pool.core;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertNotNull;
import static org.junit.Assert.assertTrue;

import io.fairlead.pool.core.Harness.Asked;
import io.fairlead.traffic.pool.AcquireRequest;
import io.fairlead.traffic.pool.DrainRequest;
import io.fairlead.traffic.pool.Loan;
import io.fairlead.traffic.pool.RecycleRequest;
import io.fairlead.traffic.pool.spi.ServerException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.Test;

/** Each promise holds whichever of the two comes first. */
public class RacesTest {

  /** A pool of one, which must be whole in the end. */
  private abstract static class OneConnection implements Race.Stage {
    final Harness h = new Harness(s -> s.size(1, 1, 1));
    final Loan out = h.take();

    void assertWhole() {
      h.settle();
      h.assertNumbers(0, 1, 0);
      assertEquals(1, h.server.open());
      assertEquals(h.stats().totalAcquired(), h.stats().totalReleased());
    }
  }

  @Test
  public void releaseVersusTimeout() throws Exception {
    AtomicInteger granted = new AtomicInteger();
    Race.run(
        () ->
            new OneConnection() {
              private final Asked waiter = h.ask();

              @Override
              public void one() {
                out.release();
              }

              @Override
              public void other() {
                h.time.advanceOnly(Duration.ofSeconds(30));
              }

              @Override
              public void afterwards() {
                assertTrue("either or", waiter.loan != null ^ waiter.failure != null);
                if (waiter.loan != null) {
                  granted.incrementAndGet();
                  waiter.loan.release();
                }
                assertWhole();
              }
            });
    assertTrue("both ways were seen: " + granted, granted.get() > 0);
  }

  @Test
  public void cancelVersusGrant() throws Exception {
    Race.run(
        () ->
            new OneConnection() {
              private final Asked waiter = h.ask();
              private final Asked next = h.ask();
              private boolean cancelled;

              @Override
              public void one() {
                out.release();
              }

              @Override
              public void other() {
                cancelled = waiter.acquisition.cancel();
              }

              @Override
              public void afterwards() {
                assertTrue("either or", cancelled ^ waiter.loan != null);
                if (waiter.loan != null) {
                  waiter.loan.release();
                }
                next.loan().release();
                assertWhole();
              }
            });
  }

  @Test
  public void killVersusRelease() throws Exception {
    Race.run(
        () ->
            new OneConnection() {
              private final Asked waiter = h.ask();

              @Override
              public void one() {
                out.release();
              }

              @Override
              public void other() {
                h.pool.kill(1);
              }

              @Override
              public void afterwards() {
                h.settle();
                Loan loan = waiter.loan();
                assertTrue(
                    "the killed one is lent to nobody, or taken back",
                    loan.connectionId() == 2 || loan.revocation().isPresent());
                assertTrue(h.server.opened.get(0).closed);
                loan.release();
                assertWhole();
              }
            });
  }

  @Test
  public void killVersusReleaseInAPartition() throws Exception {
    PartitionSettings partition =
        new PartitionSettings("a", "user", "ann", 1, Optional.empty(), 1, 2, 3, WorkLimits.NONE);
    Harness h = new Harness(s -> s.size(1, 1, 1).partitioned(partition));
    Race.run(
        5_000,
        () ->
            new Race.Stage() {
              private final Loan out = h.ask(AcquireRequest.of("ann")).loan();

              @Override
              public void one() {
                out.release();
              }

              @Override
              public void other() {
                h.pool.kill(out.connectionId());
              }

              @Override
              public void afterwards() {
                h.settle();
                for (PartitionNumbers numbers : h.pool.partitions()) {
                  assertEquals("nobody has a loan", 0, numbers.usage().activeConnections());
                }
                assertEquals(h.stats().totalAcquired(), h.stats().totalReleased());
                h.advance(Duration.ofSeconds(1)); // for the next connection's opening
              }
            });
  }

  @Test
  public void recycleVersusRelease() throws Exception {
    Race.run(
        () ->
            new OneConnection() {
              @Override
              public void one() {
                out.release();
              }

              @Override
              public void other() {
                h.pool.recycle(RecycleRequest.of(Map.of("strategy", "fast")));
              }

              @Override
              public void afterwards() {
                h.settle();
                var recycle = h.pool.lifecycle().recycle();
                assertTrue("done: " + recycle, recycle != null && recycle.done() == 1);
                assertEquals("once", 1, h.server.opened.get(0).resets.get());
                assertWhole();
              }
            });
  }

  @Test
  public void killVersusAcquire() throws Exception {
    Race.run(
        () ->
            new OneConnection() {
              private Asked asked;

              {
                out.release();
              }

              @Override
              public void one() {
                asked = h.ask();
              }

              @Override
              public void other() {
                h.pool.kill(1);
              }

              @Override
              public void afterwards() {
                h.settle();
                Loan loan = asked.loan();
                assertTrue(loan.connectionId() == 2 || loan.revocation().isPresent());
                assertTrue(h.server.opened.get(0).closed);
                loan.release();
                assertWhole();
              }
            });
  }

  @Test
  public void killVersusTheEndOfWork() throws Exception {
    Race.run(
        () ->
            new OneConnection() {
              @Override
              public void one() throws Exception {
                try {
                  out.run("SELECT 1", c -> true);
                } catch (ServerException e) {
                  assertEquals("connection 1: was killed", e.getMessage());
                }
              }

              @Override
              public void other() {
                h.pool.kill(1);
              }

              @Override
              public void afterwards() {
                h.settle();
                assertTrue(h.server.opened.get(0).closed);
                out.release();
                assertWhole();
              }
            });
  }

  @Test
  public void cancelVersusTheEndOfWork() throws Exception {
    Race.run(
        () ->
            new OneConnection() {
              @Override
              public void one() throws Exception {
                out.run("SELECT 1", c -> true);
                out.release();
              }

              @Override
              public void other() {
                out.cancel();
              }

              @Override
              public void afterwards() {
                assertWhole();
              }
            });
  }

  @Test
  public void acquireVersusRelease() throws Exception {
    Race.run(
        () ->
            new OneConnection() {
              private Asked asked;

              @Override
              public void one() {
                out.release();
              }

              @Override
              public void other() {
                asked = h.ask();
              }

              @Override
              public void afterwards() {
                assertNotNull("nobody waits beside an idle connection", asked.loan());
                asked.loan().release();
                assertWhole();
              }
            });
  }

  @Test
  public void drainVersusAcquire() throws Exception {
    Race.run(
        () ->
            new OneConnection() {
              private Asked asked;

              {
                out.release();
              }

              @Override
              public void one() {
                asked = h.ask();
              }

              @Override
              public void other() {
                h.pool.drain(
                    new DrainRequest(
                        DrainRequest.OnWaiters.SERVE, Optional.empty(), Duration.ofSeconds(30)));
              }

              @Override
              public void afterwards() {
                h.settle();
                assertTrue("answered", !asked.waits());
                if (asked.loan != null) {
                  assertEquals("not drained while it is out", "draining", h.pool.state());
                  assertEquals(1, h.server.open());
                  asked.loan.release();
                  h.settle();
                }
                assertEquals("drained", h.pool.state());
                assertEquals(0, h.server.open());
                h.pool.resume();
                assertWhole();
              }
            });
  }

  @Test
  public void pauseVersusRelease() throws Exception {
    Race.run(
        () ->
            new OneConnection() {
              private final Asked waiter = h.ask();

              @Override
              public void one() {
                out.release();
              }

              @Override
              public void other() {
                h.pool.pause();
                h.pool.resume();
              }

              @Override
              public void afterwards() {
                waiter.loan().release();
                assertWhole();
              }
            });
  }

  @Test
  public void newSettingsVersusAcquireAndRelease() throws Exception {
    Race.run(
        () ->
            new OneConnection() {
              private Asked asked;

              @Override
              public void one() {
                out.release();
                asked = h.ask();
              }

              @Override
              public void other() {
                h.apply(new Harness.Settings().size(1, 1, 1).url("jdbc:fake:other").build());
              }

              @Override
              public void afterwards() {
                h.settle();
                asked.loan().release();
                h.settle();
                assertTrue("of the old generation", h.server.opened.get(0).closed);
                assertWhole();
              }
            });
  }

  @Test
  public void theEndOfIdlenessVersusAcquire() throws Exception {
    Race.run(
        () ->
            new Race.Stage() {
              private final Harness h =
                  new Harness(s -> s.size(0, 1, 1).idle(Duration.ofSeconds(60)));
              private Asked asked;

              @Override
              public void one() {
                asked = h.ask();
              }

              @Override
              public void other() {
                h.time.advanceOnly(Duration.ofSeconds(60));
              }

              @Override
              public void afterwards() {
                h.settle();
                asked.loan().release();
                h.settle();
                assertEquals(1, h.server.open());
              }
            });
  }
}
