package io.fairlead.pool;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;

import io.fairlead.kernel.error.Unavailable;
import io.fairlead.pool.core.Crew;
import io.fairlead.pool.core.PoolSettings;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import org.junit.Test;

public class ProofsTest {

  private static final String FORMER = "what was before stays in force";

  private boolean slow;
  private String failure = "";
  private long nanos;
  private final Deque<Runnable> waiting = new ArrayDeque<>();
  private final List<String> tried = new ArrayList<>();
  private final List<String> told = new ArrayList<>();
  private final Proofs proofs =
      new Proofs(
          new Hands(), this::open, () -> told.add("ended"), () -> told.add("failed"), () -> nanos);

  /** Does what it is given at once or, when slow, when it is told to. */
  private final class Hands implements Crew {
    @Override
    public void execute(Runnable task) {
      if (slow) {
        waiting.add(task);
      } else {
        task.run();
      }
    }

    @Override
    public void close() {}
  }

  private void open(PoolSettings wanted) {
    tried.add(wanted.spec().username().orElse(""));
    if (!failure.isEmpty()) {
      throw new Unavailable(failure);
    }
  }

  private static PoolSettings as(String user) {
    return PoolSchema.settings(
        "orders", Map.of("driver", "d", "url", "jdbc:d:x", "username", user));
  }

  private String refusal(String user) {
    return assertThrows(Unavailable.class, () -> proofs.require("orders", as(user))).getMessage();
  }

  @Test
  public void whatOpensIsTaken() {
    proofs.require("orders", as("eve"));
    assertEquals(List.of("eve"), tried);
    assertEquals(List.of(), told);
  }

  @Test
  public void whatDoesNotOpenIsRefusedWithTheReasonAndRepeatedLater() {
    failure = "no connection: no such role";
    assertEquals(FORMER + ": no connection: no such role", refusal("eve"));
    assertEquals(List.of("failed"), told);
    refusal("eve");
    assertEquals("the database is left alone for a while", List.of("eve"), tried);
    nanos += Proofs.AGAIN.toNanos();
    refusal("eve");
    assertEquals(List.of("eve", "eve"), tried);
    assertEquals("so that it is offered again", List.of("failed", "failed"), told);
    nanos += Proofs.AGAIN.toNanos();
    failure = "";
    proofs.require("orders", as("eve"));
  }

  @Test
  public void otherSettingsAreTriedAtOnce() {
    failure = "no connection: no such role";
    refusal("eve");
    failure = "";
    proofs.require("orders", as("bob"));
    assertEquals(List.of("eve", "bob"), tried);
  }

  @Test
  public void oneThatTakesLongIsHeardOfWhenItHasEndedAndTakenThen() {
    slow = true;
    assertEquals(
        "what is new is being tried out; what was before stays in force until then",
        refusal("eve"));
    assertEquals(List.of(), told);
    waiting.remove().run();
    assertEquals(List.of("ended"), told);
    proofs.require("orders", as("eve"));
    assertEquals(List.of("eve"), tried);
  }

  @Test
  public void aProofThatNobodyTookInTimeProvesNothing() {
    slow = true;
    refusal("eve");
    waiting.remove().run();
    slow = false;
    nanos += Proofs.AGAIN.toNanos();
    proofs.require("orders", as("eve"));
    assertEquals(List.of("eve", "eve"), tried);
  }
}
