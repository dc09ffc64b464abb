package io.fairlead.pool.core;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import io.fairlead.kernel.error.FairleadException;
import io.fairlead.kernel.error.Invalid;
import io.fairlead.kernel.page.PageRequest;
import io.fairlead.pool.core.Harness.Asked;
import io.fairlead.pool.core.Harness.Settings;
import io.fairlead.traffic.pool.AcquireRequest;
import io.fairlead.traffic.pool.Loan;
import io.fairlead.traffic.pool.SizingDecision;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.junit.Test;

/** Pools that share a number of connections, on a clock and threads that the test moves. */
public class BudgetTest {

  private final WaitGraph graph = new WaitGraph();
  private final Map<String, Budget> budgets = new HashMap<>();
  private final List<Harness> pools = new ArrayList<>();

  private Budget budget(int max) {
    return budgets.computeIfAbsent("db1", name -> new Budget(name, max));
  }

  private Harness pool(String name, UnaryOperator<Settings> settings) {
    Harness pool = new Harness(name, settings, graph, budgets);
    pools.add(pool);
    settle();
    return pool;
  }

  /** Of a minimum, a maximum and a weight. */
  private static UnaryOperator<Settings> of(int min, int max, int weight) {
    return s -> s.size(min, min, max).sharing("db1", weight);
  }

  private static PoolSettings built(int min, int max, int weight) {
    return of(min, max, weight).apply(new Settings()).build();
  }

  /** Lets all threads of all pools do what they have to do; checks what must hold at any time. */
  private void settle() {
    for (int round = 0; round < 20; round++) {
      pools.forEach(Harness::settle);
    }
  }

  private void advance(Duration by) {
    for (Harness pool : pools) {
      pool.advance(by);
    }
    settle();
  }

  private List<Asked> ask(Harness pool, int many) {
    List<Asked> asked = IntStream.range(0, many).mapToObj(i -> pool.ask()).toList();
    settle();
    return asked;
  }

  private static long granted(List<Asked> asked) {
    return asked.stream().filter(a -> a.loan != null).count();
  }

  private void release(List<Asked> asked) {
    asked.stream().filter(a -> a.loan != null).forEach(a -> a.loan.release());
    settle();
  }

  /** For each who waits one who works: every loan that ends is followed by another. */
  private void saturate(int rounds, Map<Harness, List<Asked>> load) {
    for (int round = 0; round < rounds; round++) {
      load.forEach(
          (pool, asked) -> {
            Asked done = asked.stream().filter(a -> a.loan != null).findFirst().orElse(null);
            if (done != null) {
              asked.remove(done);
              asked.add(pool.ask());
              done.loan.release();
            }
            settle();
            assertTrue("never more", open() <= 10);
          });
    }
  }

  private long open() {
    return pools.stream().mapToLong(p -> p.server.open()).sum();
  }

  private String taken(Budget budget) {
    StringBuilder text = new StringBuilder();
    for (BudgetNumbers.Member m : budget.numbers().members()) {
      text.append(m.pool()).append(' ').append(m.taken()).append('/').append(m.share());
      text.append(m.wanted() > 0 ? " wants " + m.wanted() + "; " : "; ");
    }
    return text.toString();
  }

  @Test
  public void poolsHaveNoMoreConnectionsTogetherThanTheirBudget() {
    Budget budget = budget(4);
    Harness a = pool("a", of(0, 10, 1));
    Harness b = pool("b", of(0, 10, 1));
    assertEquals(3, granted(ask(a, 3)));
    List<Asked> second = ask(b, 3);
    assertEquals(1, granted(second));
    assertEquals(4, open());
    assertEquals("a 3/2; b 1/2 wants 2; ", taken(budget));
  }

  @Test
  public void anAttemptThatIsUnderWayTakesAPlace() {
    Budget budget = budget(1);
    Harness a = pool("a", of(0, 10, 1));
    Harness b = pool("b", of(0, 10, 1));
    a.ask(); // nobody runs its threads yet
    b.ask();
    assertEquals(1, budget.numbers().taken());
    settle();
    assertEquals(0, b.server.attempts);
    a.server.refusal = Optional.of("no");
    a.pool.kill(1);
    settle();
    assertEquals("it was free for the moment of a pause", 1, b.server.open());
  }

  @Test
  public void theMinimumOfEachIsKeptFreeForItUsedOrNot() {
    Budget budget = budget(10);
    Harness a = pool("a", of(0, 20, 1));
    Harness b = pool("b", s -> s.size(3, 3, 20).sharing("db1", 1));
    b.pool.pause();
    IntStream.rangeClosed(1, 3).forEach(b.pool::kill);
    b.server.refusal = Optional.of("down");
    settle();
    assertEquals(0, b.server.open());
    List<Asked> asked = ask(a, 12);
    assertEquals(7, granted(asked));
    assertEquals(
        "budget db1: 7 of 10 places taken, 3 kept for other pools",
        a.pool.places.heldUpBy().orElseThrow());
    b.server.refusal = Optional.empty();
    advance(Duration.ofSeconds(20));
    assertEquals("filled to its minimum", 3, b.server.open());
    assertEquals(10, budget.numbers().taken());
  }

  @Test
  public void minimaThatDoNotFitAreRefusedAndNothingIsChanged() {
    Budget budget = budget(10);
    Harness a = pool("a", of(4, 20, 1));
    Harness b = pool("b", of(4, 20, 1));
    Invalid joins = assertThrows(Invalid.class, () -> pool("c", of(3, 20, 1)));
    assertEquals(
        "min_connections: 3 (expected: <= 2, which is what budget db1 with its max_connections of"
            + " 10 has left beside the minima of a 4, b 4)",
        joins.faults().get(0).toString());
    assertThrows(Invalid.class, () -> b.pool.apply(built(7, 20, 5), b.server));
    assertEquals(4, b.pool.settings().min());
    Invalid shrinks = assertThrows(Invalid.class, () -> budget.limit(7));
    assertEquals(
        "max_connections: 7 (expected: >= 8, the sum of min_connections of its pools: a 4, b 4)",
        shrinks.faults().get(0).toString());
    assertEquals("a 4/6; b 4/6; ", taken(budget));
    b.pool.apply(built(6, 20, 1), b.server);
    settle();
    assertEquals(10, open());
    Invalid unknown =
        assertThrows(
            Invalid.class, () -> a.pool.apply(new Settings().sharing("none", 1).build(), a.server));
    assertEquals("budget", unknown.faults().get(0).field());
    assertEquals(2, budget.numbers().members().size());
  }

  @Test
  public void anIdleConnectionAboveTheShareIsGivenUpForWhoWaits() {
    Budget budget = budget(10);
    Harness a = pool("a", of(0, 10, 1));
    Harness b = pool("b", of(0, 10, 1));
    List<Asked> crowd = ask(a, 10);
    release(crowd);
    assertEquals(10, a.server.open());
    List<Asked> second = ask(b, 5);
    assertEquals(5, granted(second));
    assertEquals("a 5/5; b 5/5; ", taken(budget));
    assertTrue(
        "" + reasons(a),
        reasons(a).contains("10 -> 5: budget db1: given up for another pool, above the share"));
  }

  @Test
  public void withinItsShareOnlyWhatHasRestedIsGivenUp() {
    Budget budget = budget(4);
    Harness a = pool("a", of(1, 10, 1));
    Harness b = pool("b", of(0, 10, 1));
    release(ask(a, 4));
    List<Asked> second = ask(b, 4);
    assertEquals("a 3/3; b 1/1 wants 3; ", taken(budget));
    advance(Duration.ofSeconds(1));
    advance(Duration.ofSeconds(1));
    assertEquals("all but the minimum", "a 1/3; b 3/3 wants 1; ", taken(budget));
    assertEquals(3, granted(second));
  }

  @Test
  public void whoHasMoreThanItsShareGivesUpWhatComesHome() {
    Budget budget = budget(10);
    Harness a = pool("a", of(0, 10, 1));
    Harness b = pool("b", of(0, 10, 1));
    Map<Harness, List<Asked>> load = new HashMap<>();
    load.put(a, new ArrayList<>(ask(a, 30)));
    assertEquals(10, a.server.open());
    load.put(b, new ArrayList<>(ask(b, 30)));
    saturate(20, load);
    assertEquals(
        "a 5/5 wants 20; b 5/5 wants 20; ", taken(budget).replaceAll("wants \\d+", "wants 20"));
  }

  @Test
  public void theRestIsSharedByWeightAmongThoseThatWantMore() {
    Budget budget = budget(10);
    Harness a = pool("a", of(1, 20, 1));
    Harness b = pool("b", of(1, 20, 3));
    Harness quiet = pool("quiet", of(0, 20, 50));
    Map<Harness, List<Asked>> load = new HashMap<>();
    load.put(a, new ArrayList<>(ask(a, 30)));
    load.put(b, new ArrayList<>(ask(b, 30)));
    saturate(30, load);
    assertEquals(List.of(3, 7, 0), sizes(budget));
    a.pool.apply(built(1, 20, 7), a.server);
    saturate(30, load);
    assertEquals("weights hold from now on", List.of(7, 3, 0), sizes(budget));
    load.put(quiet, new ArrayList<>(ask(quiet, 30)));
    saturate(30, load);
    assertEquals("who comes back gets its part", List.of(2, 1, 7), sizes(budget));
  }

  private static List<Integer> sizes(Budget budget) {
    return budget.numbers().members().stream().map(BudgetNumbers.Member::taken).toList();
  }

  @Test
  public void aMinimumThatIsGuaranteedIsReachedAlsoWhenOthersHaveAll() {
    Budget budget = budget(10);
    Harness a = pool("a", of(0, 10, 1));
    Map<Harness, List<Asked>> load = new HashMap<>();
    load.put(a, new ArrayList<>(ask(a, 30)));
    assertEquals(10, a.server.open());
    Harness b = pool("b", of(4, 10, 1));
    assertEquals(0, b.server.open());
    saturate(10, load);
    assertEquals(List.of(6, 4), sizes(budget));
  }

  @Test
  public void aBudgetThatShrinksAndGrowsIsKeptByAll() {
    Budget budget = budget(10);
    Harness a = pool("a", of(0, 10, 1));
    Harness b = pool("b", of(0, 10, 1));
    List<Asked> busy = ask(a, 5);
    release(ask(b, 5));
    budget.limit(4);
    settle();
    assertEquals("idle ones go at once", 0, b.server.open());
    assertEquals("lent ones stay", 5, a.server.open());
    release(busy);
    assertEquals("and go when they come home", 4, open());
    List<Asked> second = ask(b, 4);
    assertEquals("each its half", 2, granted(second));
    budget.limit(6);
    settle();
    assertEquals("a larger one is used at once", 4, granted(second));
  }

  @Test
  public void aPoolThatLeavesTheBudgetFreesItsPlacesAndOneThatJoinsBringsItsOwn() {
    Budget budget = budget(4);
    Harness a = pool("a", of(0, 10, 1));
    Harness b = pool("b", of(0, 10, 1));
    release(ask(a, 4));
    List<Asked> second = ask(b, 4);
    assertEquals(2, granted(second));
    a.pool.apply(new Settings().size(0, 0, 10).build(), a.server);
    settle();
    assertEquals(4, granted(second));
    assertEquals("b 4/4; ", taken(budget));
    List<Asked> more = ask(a, 6);
    assertEquals("on its own", 6, granted(more));
    a.pool.apply(built(0, 10, 1), a.server);
    settle();
    assertEquals(10, budget.numbers().taken());
    release(more);
    assertEquals("a brings no more than there is room for", 4, budget.numbers().taken());
    release(second);
    assertEquals(budget.numbers().taken(), open());
  }

  @Test
  public void aRemovedPoolFreesAllOfItsPlaces() throws Exception {
    Budget budget = budget(4);
    Harness a = pool("a", of(2, 10, 1));
    Harness b = pool("b", of(0, 10, 1));
    Asked out = ask(a, 1).get(0);
    var gone = a.pool.close(Duration.ofSeconds(5));
    settle();
    List<Asked> second = ask(b, 4);
    assertEquals("all but the one that is out, no minimum kept", 3, granted(second));
    out.loan.release();
    settle();
    assertTrue(gone.isDone());
    assertEquals(4, granted(second));
    assertEquals("b 4/4; ", taken(budget));
  }

  @Test
  public void aDriverThatGoesFreesItsPlaces() {
    Budget budget = budget(4);
    Harness a = pool("a", of(0, 10, 1));
    Harness b = pool("b", of(0, 10, 1));
    release(ask(a, 4));
    a.pool.source(null, Duration.ofSeconds(1));
    settle();
    ask(a, 3);
    assertEquals("who has no driver waits for none", 4, granted(ask(b, 4)));
    assertEquals("a 0/2; b 4/4; ", taken(budget));
  }

  @Test
  public void failuresAndKillsLeakNoPlace() {
    Budget budget = budget(3);
    Harness a = pool("a", of(0, 10, 1));
    Harness b = pool("b", of(0, 10, 1));
    a.server.refusal = Optional.of("no");
    List<Asked> asked = ask(a, 3);
    advance(Duration.ofSeconds(5));
    assertTrue("" + a.server.attempts, a.server.attempts > 3);
    assertEquals("who fails keeps nobody waiting", 3, granted(ask(b, 3)));
    for (var connection : b.pool.connections()) {
      b.pool.kill(connection.connectionId());
    }
    a.server.refusal = Optional.empty();
    settle();
    advance(Duration.ofSeconds(5));
    assertEquals(open(), budget.numbers().taken());
    assertEquals(3, granted(asked));
    release(asked);
    assertEquals(3, open());
    assertEquals(3, budget.numbers().taken());
  }

  @Test
  public void anAttemptThatOutlivesItsTimeKeepsItsPlaceUntilItIsBack() {
    Budget budget = budget(1);
    Harness a = pool("a", of(0, 10, 1));
    Harness b = pool("b", of(0, 10, 1));
    List<Runnable> later = new ArrayList<>();
    a.server.onOpen =
        () -> {
          a.time.advance(Duration.ofSeconds(11)); // beyond its timeout
          later.add(() -> {});
          assertEquals(1, budget.numbers().taken());
          b.ask();
          assertEquals("nobody else has it", 0, b.server.attempts);
        };
    Asked first = a.ask();
    a.settle();
    assertEquals(1, later.size());
    assertEquals("its connection is taken all the same", 1, a.server.open());
    assertEquals(1, budget.numbers().taken());
    assertTrue(first.loan != null);
  }

  @Test
  public void whoNoLongerWaitsKeepsNothingFromOthers() {
    Budget budget = budget(4);
    Harness a = pool("a", of(0, 10, 1));
    Harness b = pool("b", of(0, 10, 1));
    List<Asked> busy = ask(a, 4);
    List<Asked> waiting = ask(b, 3);
    assertTrue(a.pool.places.owes());
    waiting.forEach(w -> w.acquisition.cancel());
    settle();
    assertFalse(a.pool.places.owes());
    release(busy);
    assertEquals("a keeps what it has", "a 4/4; b 0/2; ", taken(budget));
  }

  @Test
  public void whoWaitsIsToldThatItIsTheBudget() {
    budget(2);
    Harness a = pool("a", of(0, 10, 1));
    Harness b = pool("b", of(1, 10, 1));
    Loan loan = ask(a, 1).get(0).loan();
    Asked waiting = a.ask(AcquireRequest.of("test").within(Duration.ofSeconds(3)));
    settle();
    var waiter = a.pool.waiting(PageRequest.of(null, null)).data().get(0);
    assertEquals("budget db1: 2 of 2 places taken", waiter.budget());
    assertEquals(
        List.of(loan.connectionId()),
        waiter.waitsFor().stream().map(w -> w.connectionId()).toList());
    assertTrue("" + reasons(a), reasons(a).contains("1 -> 1: budget db1: 2 of 2 places taken"));
    a.advance(Duration.ofSeconds(3));
    FairleadException failure = waiting.failure;
    assertEquals(
        "pool a: no connection within 3 s (active 1, idle 0, total 1, waiting 0); budget db1: 2 of"
            + " 2 places taken",
        failure.getMessage());
    assertEquals(1, b.server.open());
  }

  private static List<String> reasons(Harness pool) {
    return pool.stats().sizing().stream().map(BudgetTest::line).toList();
  }

  private static String line(SizingDecision decision) {
    return decision.from() + " -> " + decision.to() + ": " + decision.reason();
  }

  @Test
  public void anInitialNumberThatTheBudgetHasNotIsNotWaitedFor() {
    Budget budget = budget(3);
    Harness a = pool("a", s -> s.size(1, 8, 8).sharing("db1", 1));
    assertEquals(3, a.server.open());
    Harness b = pool("b", of(0, 8, 1));
    assertEquals(1, granted(ask(b, 1)));
    assertEquals(List.of(2, 1), sizes(budget));
  }

  @Test
  public void aConnectionWhoseLifeIsOverIsReplacedWithoutAPlaceToSpare() {
    Budget budget = budget(2);
    Harness a = pool("a", s -> s.size(2, 2, 8).lifetime(Duration.ofMinutes(10)).sharing("db1", 1));
    advance(Duration.ofMinutes(11));
    assertEquals(2, a.server.open());
    assertTrue("" + a.server.attempts, a.server.attempts >= 4);
    assertEquals(2, budget.numbers().taken());
  }

  private static AcquireRequest owner(String name) {
    return AcquireRequest.of(name).ownedBy(name).within(Duration.ofHours(1));
  }

  @Test
  public void ownersCrossedOverABudgetAreADeadlock() {
    budget(2);
    Harness a = pool("a", of(0, 2, 1));
    Harness b = pool("b", of(0, 2, 1));
    a.ask(owner("anna"));
    b.ask(owner("ben"));
    settle();
    b.ask(owner("anna"));
    a.ask(owner("ben"));
    settle();
    advance(Duration.ofSeconds(2));
    assertEquals(1, a.pool.queueStats().deadlocksDetected());
    assertEquals(2, a.pool.queueStats().lastDeadlock().members().size());
  }

  @Test
  public void whatAnotherPoolOfTheBudgetCanSpareIsNoDeadlock() {
    budget(3);
    Harness a = pool("a", of(0, 3, 1));
    Harness b = pool("b", of(0, 3, 1));
    a.ask(owner("anna"));
    b.ask(owner("ben"));
    Asked third = b.ask(owner("carl")); // who works
    settle();
    b.ask(owner("anna"));
    a.ask(owner("ben"));
    settle();
    advance(Duration.ofSeconds(5));
    assertEquals(0, a.pool.queueStats().deadlocksDetected());
    third.loan().release();
    settle();
    advance(Duration.ofSeconds(2));
    assertEquals(0, b.pool.queueStats().deadlocksDetected());
    assertEquals(
        "one of the two goes on", 1, a.stats().waitingRequests() + b.stats().waitingRequests());
  }

  @Test
  public void whatIsKeptForAnotherPoolsMinimumHelpsNobodyOutOfADeadlock() {
    budget(3);
    Harness a = pool("a", of(0, 2, 1));
    Harness b = pool("b", of(0, 2, 1));
    pool("kept", of(1, 1, 1)); // idle, and at its minimum
    a.ask(owner("anna"));
    b.ask(owner("ben"));
    settle();
    b.ask(owner("anna"));
    a.ask(owner("ben"));
    settle();
    advance(Duration.ofSeconds(2));
    assertEquals(1, a.pool.queueStats().deadlocksDetected());
  }

  @Test
  public void whatRestsBesideAQueueForAPartitionsPlaceGoesToWhoWantsIt() {
    budget(6);
    PartitionSettings one =
        new PartitionSettings("one", "user", "ann", 1, Optional.empty(), 0, 1, 20, WorkLimits.NONE);
    Harness a = pool("a", s -> of(1, 6, 1000).apply(s).partitioned(one));
    release(ask(a, 5));
    Harness b = pool("b", of(1, 6, 1));
    Asked held = a.ask(AcquireRequest.of("ann"));
    Asked waits = a.ask(AcquireRequest.of("ann"));
    settle();
    assertTrue("beyond its ceiling", held.loan != null && waits.waits());
    List<Asked> busy = ask(b, 4);
    advance(Duration.ofSeconds(1));
    advance(Duration.ofSeconds(1));
    advance(Duration.ofSeconds(1));
    advance(Duration.ofSeconds(1));
    assertEquals("none rests beside those who want one", 4, granted(busy));
    assertTrue(waits.waits());
  }
}
