package io.fairlead.pool.core;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertNotNull;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import io.fairlead.kernel.error.Exhausted;
import io.fairlead.kernel.error.Unavailable;
import io.fairlead.pool.core.Harness.Asked;
import io.fairlead.pool.core.Partitioning.Affinity;
import io.fairlead.pool.core.Partitioning.Balancing;
import io.fairlead.traffic.pool.AcquireRequest;
import io.fairlead.traffic.pool.Loan;
import io.fairlead.traffic.pool.spi.ResultSink;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.Test;

public class PartitionsTest {

  private static PartitionSettings partition(String name, String match, int min, int max) {
    return partition(name, "user", match, min, max, WorkLimits.NONE);
  }

  private static PartitionSettings partition(
      String name, String type, String match, int min, int max, WorkLimits limits) {
    return new PartitionSettings(name, type, match, 1, Optional.empty(), min, max, 3, limits);
  }

  private static Partitioning by(String routing, PartitionSettings... partitions) {
    return by(routing, false, Affinity.NONE, partitions);
  }

  private static Partitioning by(
      String routing, boolean refuse, Affinity affinity, PartitionSettings... partitions) {
    return new Partitioning(
        true,
        routing,
        "default",
        refuse,
        Balancing.ROUND_ROBIN,
        affinity,
        Map.of("etl", "heavy"),
        List.of(partitions));
  }

  private static Harness pool(int size, Partitioning partitioning) {
    return new Harness(s -> s.size(size, size, size).partitioned(partitioning));
  }

  private static PartitionNumbers numbers(Harness h, String name) {
    return h.pool.partitions().stream()
        .filter(p -> p.settings().name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  private static Asked ask(Harness h, String user) {
    return h.ask(AcquireRequest.of(user));
  }

  @Test
  public void aPartitionNeverGoesBeyondItsCeilingAndOthersDo() {
    Harness h = pool(8, by("user", partition("a", "ann", 0, 2)));
    Loan first = ask(h, "ann").loan();
    ask(h, "ann").loan();
    Asked third = ask(h, "ann");
    assertTrue("passed over, although 6 are idle", third.waits());
    for (int i = 0; i < 6; i++) {
      ask(h, "ben").loan();
    }
    assertEquals(2, numbers(h, "a").usage().activeConnections());
    assertEquals(0, numbers(h, "a").usage().idleConnections());
    assertEquals(1, numbers(h, "a").usage().waiting());
    assertEquals(1, numbers(h, "a").stats().limitViolations().connections());
    first.release();
    third.loan();
    assertEquals(3, numbers(h, "a").stats().connectionsAcquired());
    assertEquals(1, numbers(h, "a").stats().connectionsReleased());
  }

  @Test
  public void whatIsReservedIsThereWhoeverElseWaits() {
    Harness h = pool(4, by("user", partition("a", "ann", 2, 4)));
    ask(h, "ben").loan();
    ask(h, "ben").loan();
    Asked bens = ask(h, "ben");
    assertTrue("2 are idle, and reserved", bens.waits());
    Loan anns = ask(h, "ann").loan();
    ask(h, "ann").loan();
    Asked more = ask(h, "ann");
    anns.release();
    more.loan();
    assertTrue("below its reserve before who came first", bens.waits());
  }

  @Test
  public void belowItsReserveComesFirstWhileConnectionsAreStillBeingOpened() {
    Harness h =
        new Harness(s -> s.size(1, 1, 4).partitioned(by("user", partition("a", "ann", 1, 4))));
    Loan only = ask(h, "carl").loan();
    Asked ben = ask(h, "ben");
    Asked ann = ask(h, "ann");
    only.release();
    assertTrue("there are places for both, and one connection", ben.waits());
    ann.loan();
    h.settle();
    ben.loan();
  }

  @Test
  public void aReleasedPlaceThatIsNobodysGoesOn() {
    Harness h = pool(3, by("user", partition("a", "ann", 1, 3)));
    ask(h, "ann").loan();
    Loan second = ask(h, "ann").loan();
    Loan third = ask(h, "ann").loan();
    Asked ben = ask(h, "ben");
    second.release();
    Loan bens = ben.loan();
    bens.release();
    third.release();
    assertEquals("the pool's places: 3, of which 1 is reserved", 2, h.pool.shares.free());
  }

  @Test
  public void aFullQueueOfAPartitionRefusesWithItsNumbers() {
    Harness h = pool(2, by("user", partition("a", "ann", 0, 1)));
    ask(h, "ann").loan();
    for (int i = 0; i < 3; i++) {
      ask(h, "ann");
    }
    Asked refused = ask(h, "ann");
    assertEquals(
        "pool orders: the queue of partition a is full, its max_wait_queue is 3 (active 1, waiting"
            + " 3 of it; pool: (active 1, idle 1, total 2, waiting 3))",
        refused.failure.getMessage());
    assertEquals(1, numbers(h, "a").stats().limitViolations().queue());
  }

  @Test
  public void valuesAreFoundExactlyThenByGlob() {
    Harness h =
        pool(
            9,
            by(
                "tenant",
                partition("gold", "tenant", "shop", 0, 9, WorkLimits.NONE),
                partition("rest", "tenant", "sh*p?", 0, 9, WorkLimits.NONE),
                partition("users", "user", "*", 0, 9, WorkLimits.NONE)));
    h.ask(AcquireRequest.of("x").with("tenant", "shop")).loan();
    h.ask(AcquireRequest.of("x").with("tenant", "shoops")).loan();
    h.ask(AcquireRequest.of("x").with("tenant", "shopps")).loan();
    h.ask(AcquireRequest.of("x")).loan();
    assertEquals(Map.of("default", 1, "gold", 1, "rest", 1, "users", 0), lentWithout(h, 1));
  }

  /** Lent by partition; one of rest's is a second look at the glob. */
  private static Map<String, Integer> lentWithout(Harness h, int ofRest) {
    Map<String, Integer> lent = lent(h);
    lent.computeIfPresent("rest", (name, count) -> count - ofRest);
    return lent;
  }

  private static Map<String, Integer> lent(Harness h) {
    Map<String, Integer> lent = new HashMap<>();
    h.pool.partitions().forEach(p -> lent.put(p.settings().name(), p.usage().activeConnections()));
    return lent;
  }

  @Test
  public void anUnknownValueIsRefusedWhenSoSet() {
    Harness h = pool(2, by("user", true, Affinity.NONE, partition("a", "ann", 0, 1)));
    Asked unknown = ask(h, "ben");
    assertTrue(unknown.failure instanceof Unavailable);
    assertEquals(
        "pool orders: no partition for ben, and partitioning.unknown is refuse",
        unknown.failure.getMessage());
    ask(h, "ann").loan();
  }

  @Test
  public void groupsAddressesNamesAndRoutersFindPartitions() {
    Harness groups =
        pool(
            4,
            by("resource_group", partition("h", "resource_group", "heavy", 0, 4, WorkLimits.NONE)));
    ask(groups, "etl").loan();
    groups.ask(AcquireRequest.of("x").with("application", "etl")).loan();
    assertEquals(Map.of("h", 2, "default", 0), lent(groups));

    Harness addresses =
        pool(4, by("address", partition("lan", "custom", "10.1.0.0/16", 0, 4, WorkLimits.NONE)));
    addresses.ask(from("10.1.2.3:55")).loan();
    addresses.ask(from("10.2.2.3:55")).loan();
    addresses.ask(from("[::1]:55")).loan();
    assertEquals(Map.of("lan", 1, "default", 2), lent(addresses));

    Harness routed =
        pool(4, by("tides", partition("high", "custom", "flood", 0, 4, WorkLimits.NONE)));
    routed.ask(AcquireRequest.of("x")).loan();
    assertEquals("no such router yet", Map.of("high", 0, "default", 1), lent(routed));
    routed.routers.put("tides", (pool, request) -> Optional.of("flood"));
    routed.pool.rerouted();
    routed.ask(AcquireRequest.of("x")).loan();
    assertEquals(Map.of("high", 1, "default", 1), lent(routed));

    Harness named = pool(4, by("user", partition("a", "ann", 0, 4)));
    named.ask(AcquireRequest.of("ben").inPartition("a")).loan();
    assertEquals(Map.of("a", 1, "default", 0), lent(named));
  }

  private static AcquireRequest from(String address) {
    return new AcquireRequest(OptionalLong.empty(), "x", Optional.of(address), Optional.empty());
  }

  @Test
  public void ofSeveralThatMatchTheyTakeTurnsAndASessionStaysWithOneWhenSticky() {
    Harness turns =
        pool(6, by("load_balanced", partition("a", "a", 0, 6), partition("b", "b", 0, 6)));
    for (int i = 0; i < 6; i++) {
      turns.ask(AcquireRequest.of("x")).loan();
    }
    assertEquals(Map.of("a", 2, "b", 2, "default", 2), lent(turns));
    Harness sticky =
        pool(
            6,
            by(
                "load_balanced",
                false,
                Affinity.STICKY,
                partition("a", "a", 0, 6),
                partition("b", "b", 0, 6)));
    for (int i = 0; i < 6; i++) {
      sticky.ask(AcquireRequest.of("x").ownedBy("one")).loan();
    }
    assertTrue("" + lent(sticky), lent(sticky).containsValue(6));
  }

  @Test
  public void affinityChoosesWhichIdleConnection() {
    Harness sticky = pool(4, by("user", false, Affinity.STICKY, partition("a", "*", 0, 4)));
    List<Loan> loans = new ArrayList<>();
    Map<String, Long> had = new HashMap<>();
    for (String owner : List.of("one", "two", "three")) {
      Loan loan = sticky.ask(AcquireRequest.of(owner).ownedBy(owner)).loan();
      had.put(owner, loan.connectionId());
      loans.add(loan);
    }
    loans.forEach(Loan::release);
    for (String owner : List.of("three", "one", "two")) {
      Loan again = sticky.ask(AcquireRequest.of(owner).ownedBy(owner)).loan();
      assertEquals(had.get(owner), (Long) again.connectionId());
      again.release();
    }
    Harness preferred =
        pool(
            3,
            by(
                "user",
                false,
                Affinity.PREFERRED,
                partition("a", "ann", 0, 3),
                partition("b", "ben", 0, 3)));
    Loan anns = ask(preferred, "ann").loan();
    Loan bens = ask(preferred, "ben").loan();
    long of = bens.connectionId();
    anns.release();
    bens.release();
    assertEquals(of, ask(preferred, "ben").loan().connectionId());
  }

  @Test
  public void partitionsComeChangeAndGoWhileInUse() {
    Harness h = pool(4, by("user", partition("a", "ann", 1, 1)));
    Loan anns = ask(h, "ann").loan();
    Asked waits = ask(h, "ann");
    h.apply(settings(by("user", partition("a", "ann", 1, 2))));
    Loan second = waits.loan();
    Asked third = ask(h, "ann");
    assertTrue(third.waits());
    h.apply(settings(by("user")));
    assertNotNull("goes to the default partition, which has room", third.loan());
    PartitionNumbers leaving = numbers(h, "a");
    assertTrue(leaving.leaving());
    assertEquals(2, leaving.usage().activeConnections());
    anns.release();
    second.release();
    assertEquals(Map.of("default", 1), lent(h));
    third.loan().release();
    assertEquals("all places are nobody's again", 4, h.pool.shares.free());
  }

  @Test
  public void turningItOffAndOnAgainKeepsTheCount() {
    Harness h = pool(4, by("user", partition("a", "ann", 1, 2)));
    Loan counted = ask(h, "ann").loan();
    h.apply(settings(Partitioning.OFF));
    Loan uncounted = ask(h, "ann").loan();
    ask(h, "ann").loan().release();
    h.apply(settings(by("user", partition("a", "ann", 1, 2))));
    counted.release();
    uncounted.release();
    assertEquals(Map.of("a", 0, "default", 0), lent(h));
    assertEquals(3, h.pool.shares.free());
  }

  private static PoolSettings settings(Partitioning partitioning) {
    return new Harness.Settings().size(4, 4, 4).partitioned(partitioning).build();
  }

  @Test
  public void overALimitOfTheWindowLoansWaitForTheNextAndOthersDoNot() throws Exception {
    WorkLimits limits =
        new WorkLimits(
            Long.MAX_VALUE,
            Long.MAX_VALUE,
            10,
            Long.MAX_VALUE,
            Duration.ofSeconds(60).toNanos(),
            false);
    Harness h = pool(4, by("user", partition("a", "user", "ann", 0, 4, limits)));
    read(ask(h, "ann").loan(), 10, "x");
    Asked next = ask(h, "ann");
    assertTrue(next.waits());
    ask(h, "ben").loan();
    assertEquals(1, numbers(h, "a").stats().limitViolations().io());
    h.advance(Duration.ofSeconds(29));
    assertTrue(next.waits());
    h.advance(Duration.ofSeconds(2));
    assertTrue("its own deadline", next.failure instanceof Exhausted);
    Asked patient = h.ask(AcquireRequest.of("ann").within(Duration.ofHours(1)));
    h.advance(Duration.ofSeconds(30));
    patient.loan();
    assertEquals(10, numbers(h, "a").stats().rows());
  }

  @Test
  public void overALimitOfTheWindowLoansAreRefusedWhenSoSet() throws Exception {
    WorkLimits limits =
        new WorkLimits(
            Duration.ofSeconds(1).toNanos(),
            Long.MAX_VALUE,
            Long.MAX_VALUE,
            Long.MAX_VALUE,
            Duration.ofSeconds(60).toNanos(),
            true);
    Harness h = pool(4, by("user", partition("a", "user", "ann", 0, 4, limits)));
    Loan loan = ask(h, "ann").loan();
    loan.run(
        "slow",
        connection -> {
          h.time.advanceOnly(Duration.ofSeconds(1));
          return null;
        });
    Asked refused = ask(h, "ann");
    assertTrue(
        refused.failure.getMessage(),
        refused
            .failure
            .getMessage()
            .startsWith(
                "pool orders: partition_limit: partition a has reached its cpu_limit_seconds for"
                    + " this window of 60 s"));
    assertEquals(1, numbers(h, "a").stats().limitViolations().cpu());
    assertEquals(1000, numbers(h, "a").stats().busyMs(), 1);
    loan.release();
    h.advance(Duration.ofSeconds(60));
    ask(h, "ann").loan();
  }

  @Test
  public void tooMuchMemoryEndsTheStatementAndNoOther() throws Exception {
    WorkLimits limits =
        new WorkLimits(Long.MAX_VALUE, 100, Long.MAX_VALUE, Long.MAX_VALUE, 1_000_000_000L, false);
    Harness h = pool(4, by("user", partition("a", "user", "ann", 0, 4, limits)));
    Loan loan = ask(h, "ann").loan();
    assertThrows(Exhausted.class, () -> read(loan, 11, "ten bytes.", false));
    assertEquals("given back", 0, numbers(h, "a").stats().memoryBytes());
    assertEquals(1, numbers(h, "a").stats().limitViolations().memory());
    read(loan, 10, "ten bytes.");
    assertEquals(210, numbers(h, "a").stats().bytes());
    Loan other = ask(h, "ben").loan();
    read(other, 100, "ten bytes.");
  }

  private static void read(Loan loan, int rows, String value) throws Exception {
    read(loan, rows, value, true);
  }

  private static void read(Loan loan, int rows, String value, boolean release) throws Exception {
    loan.run(
        "SELECT",
        connection -> {
          ResultSink sink =
              connection instanceof MeteredConnection metered
                  ? metered.sink(NothingSink.INSTANCE)
                  : NothingSink.INSTANCE;
          try {
            for (int i = 0; i < rows; i++) {
              sink.row(new String[] {value});
            }
          } finally {
            if (sink instanceof MeteredSink metered) {
              metered.close();
            }
          }
          return null;
        });
    if (release) {
      loan.release();
    }
  }

  @Test
  public void globsAndRangesAreWhatTheySeem() {
    assertTrue(matches("user", "a*c", "abbc"));
    assertTrue(matches("user", "*", ""));
    assertFalse(matches("user", "a*c", "abcd"));
    assertFalse(matches("user", "?", ""));
    assertTrue(matches("user", "*a*a*a*b", "aaaaaaaaaaaaaaaab"));
    assertTrue(matches("address", "2001:db8::/32", "2001:db8:1::5"));
    assertFalse(matches("address", "2001:db8::/32", "2001:db9:1::5"));
    assertFalse(matches("address", "10.0.0.0/33", "10.0.0.0"));
    assertFalse(matches("address", "localhost", "127.0.0.1"));
    assertEquals("::1", Match.host("[::1]:80"));
    assertEquals("127.0.0.1", Match.host("127.0.0.1:80"));
  }

  private static boolean matches(String routing, String match, String value) {
    return Match.of(routing, partition("p", match, 0, 1)).matches(value);
  }
}
