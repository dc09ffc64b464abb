package io.fairlead.session;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import io.fairlead.kernel.error.NotFound;
import io.fairlead.traffic.pool.spi.ResultSink;
import io.fairlead.traffic.session.ClientSession;
import io.fairlead.traffic.session.RequestCallback;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.After;
import org.junit.Test;

/**
 * The race of a kill with a result that is being read: one answer, and no touch of the sink after
 * it.
 */
public class KillVersusResultTest {

  private static final int ROUNDS = 20_000;

  private final ExecutorService killer = Executors.newSingleThreadExecutor();

  @After
  public void stop() {
    killer.shutdown();
  }

  @Test
  public void oneAnswerAndNoTouchOfTheSinkAfterIt() throws Exception {
    CyclicBarrier together = new CyclicBarrier(2);
    int kills = 0;
    for (int round = 0; round < ROUNDS; round++) {
      SessionHarness it = new SessionHarness();
      ClientSession session = it.session;
      AtomicInteger answers = new AtomicInteger();
      AtomicBoolean answered = new AtomicBoolean();
      AtomicBoolean touchedAfter = new AtomicBoolean();
      Future<Boolean> kill =
          killer.submit(
              () -> {
                together.await(10, TimeUnit.SECONDS);
                try {
                  it.registry.terminate(session.id(), "killed");
                  return true;
                } catch (NotFound gone) {
                  return false;
                }
              });
      session.query("SELECT 1", sink(answered, touchedAfter), counting(answers, answered));
      together.await(10, TimeUnit.SECONDS);
      it.pool.work();
      if (kill.get(10, TimeUnit.SECONDS)) {
        kills++;
      }
      assertEquals("round " + round, 1, answers.get());
      assertTrue("round " + round, !touchedAfter.get());
      assertEquals("round " + round, 0, it.pool.out());
    }
    assertEquals(ROUNDS, kills);
  }

  private static ResultSink sink(AtomicBoolean answered, AtomicBoolean touchedAfter) {
    return new ResultSink() {
      @Override
      public void columns(String[] names) {
        touch();
      }

      @Override
      public void row(@Nullable String[] values) {
        touch();
      }

      @Override
      public void end(long rowsAffected) {
        touch();
      }

      private void touch() {
        if (answered.get()) {
          touchedAfter.set(true);
        }
      }
    };
  }

  private static RequestCallback counting(AtomicInteger answers, AtomicBoolean answered) {
    return new RequestCallback() {
      @Override
      public void succeeded(long transactionId) {
        answered.set(true);
        answers.incrementAndGet();
      }

      @Override
      public void failed(String message) {
        answered.set(true);
        answers.incrementAndGet();
      }
    };
  }
}
