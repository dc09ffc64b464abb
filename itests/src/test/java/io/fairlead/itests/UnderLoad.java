package io.fairlead.itests;

import static org.junit.Assert.assertEquals;

import io.fairlead.client.FairleadClient;
import io.fairlead.itests.swap.Client;
import io.fairlead.itests.swap.Everything;
import io.fairlead.itests.swap.Framework;
import io.fairlead.itests.swap.Load;
import io.fairlead.itests.swap.SqlTransactions;
import io.fairlead.itests.swap.Subscription;
import io.fairlead.itests.swap.Traffic;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.After;
import org.junit.Before;

/** A server that is used in all ways at once while bundles are swapped. */
public abstract class UnderLoad {

  static final Duration SOON = Duration.ofSeconds(40);

  private final Set<String> bundles;
  SwapStage stage;
  Framework framework;
  private final List<SqlTransactions> transactions = new ArrayList<>();
  private final List<Traffic> watchers = new ArrayList<>();
  final List<Traffic> all = new ArrayList<>();
  final List<Traffic> own = new ArrayList<>();
  final List<Traffic> others = new ArrayList<>();
  private Subscription socket;
  private Subscription events;
  private Load watching;
  private Load load;
  private long sockets;
  private long streamed;
  private Map<String, Long> before;

  /**
   * @param bundles whose clients may meet with something: those that are swapped
   */
  UnderLoad(String... bundles) {
    this.bundles = Set.of(bundles);
  }

  @Before
  public void begin() throws Exception {
    stage = SwappingLosesNothingTest.stage;
    framework = stage.framework;
    socket = stage.subscription();
    events = stage.subscription();
    watchers.add(watcher("WebSocket", socket::overWebSocket));
    watchers.add(watcher("events", events::overEvents));
    watching = new Load(watchers);
    Await.until("both subscriptions have begun", SOON, this::bothSeeOneMore);
    sockets = socket.created();
    streamed = events.created();
    before = counts();
    all.addAll(stage.traffic());
    for (String driver : List.of(Everything.H2, Everything.POSTGRESQL)) {
      SqlTransactions inserting = stage.transactions(driver);
      transactions.add(inserting);
      all.add(new Traffic("SQL on " + driver, Set.of(driver), 2, false, inserting.clients()));
    }
    load = new Load(all);
    all.addAll(watchers);
    all.forEach(t -> (bundles.stream().anyMatch(t::needs) ? own : others).add(t));
    Load.goesOn(quick(all));
  }

  private static Traffic watcher(String name, Client.Factory clients) {
    return new Traffic(name, Set.of(Everything.GRAPHQL_TRAFFIC), 1, true, clients);
  }

  /** When each gets the one event that there is, none is on its way. */
  private boolean bothSeeOneMore() throws Exception {
    long first = socket.created();
    long second = events.created();
    try (FairleadClient visitor = stage.server.client()) {
      visitor.ping();
    }
    try {
      Await.until(
          "one more",
          Duration.ofSeconds(1),
          () -> socket.created() == first + 1 && events.created() == second + 1);
      return true;
    } catch (AssertionError e) {
      return false;
    }
  }

  /**
   * Where the watchers' bundle was away, waits until they are told of sessions again: parts of a
   * bundle come one after the other, and theirs may be the last.
   */
  void awaitOwnWatchers() {
    if (!own.containsAll(watchers)) {
      return;
    }
    long first = socket.created();
    long second = events.created();
    Await.until(
        "both subscriptions are told again",
        SOON,
        () -> {
          try (FairleadClient visitor = stage.server.client()) {
            visitor.ping();
          }
          return socket.created() > first && events.created() > second;
        });
  }

  @After
  public void end() {
    framework.restore();
    for (Load each : new Load[] {load, watching}) {
      if (each != null) {
        each.close();
      }
    }
  }

  static List<Traffic> quick(List<Traffic> all) {
    return all.stream().filter(t -> !t.slow()).toList();
  }

  /** What went wrong, each kind of it once with its number. */
  static void noneIsLost(List<Traffic> concerned) {
    Map<String, Long> lost =
        concerned.stream()
            .flatMap(t -> t.lost().stream())
            .collect(Collectors.groupingBy(l -> l, TreeMap::new, Collectors.counting()));
    assertEquals(Map.of(), lost);
  }

  /** Ends the load; whatever went wrong for these, and was not allowed, is lost. */
  void nothingIsLost(List<Traffic> concerned) throws Exception {
    load.close();
    noneIsLost(concerned);
    long committed = 0;
    for (SqlTransactions each : transactions) {
      assertEquals("", each.difference());
      committed += each.committed();
    }
    Map<String, Long> after = counts();
    before.forEach((name, count) -> atLeast(name, count, after.get(name)));
    atLeast("loans", before.get("acquired") + committed, after.get("acquired"));
    if (others.containsAll(watchers)) {
      long sessions = after.get("sessions") - before.get("sessions");
      told("over WebSocket", socket, sockets, sessions);
      told("by events", events, streamed, sessions);
    }
  }

  /** Of each session, or that something was left out. */
  private static void told(String how, Subscription by, long before, long sessions) {
    Await.until(
        "told " + how + " of each of " + sessions + " sessions",
        SOON,
        () -> new Told(by.created() - before, by.leftOut()),
        told -> told.created() <= sessions && told.created() + told.leftOut() >= sessions);
  }

  private record Told(long created, long leftOut) {}

  private static void atLeast(String name, long least, long is) {
    if (is < least) {
      throw new AssertionError(name + ": " + is + " (expected: at least " + least + ")");
    }
  }

  /** What the server has counted since its start. */
  private Map<String, Long> counts() {
    Map<String, Long> counts = new TreeMap<>();
    for (String pool : List.of("main", "orders")) {
      var stats = stage.server.get("/api/v1/pools/" + pool + "/stats").body();
      counts.merge("acquired", stats.get("total_acquired").asLong(), Long::sum);
      counts.merge("created", stats.get("total_created").asLong(), Long::sum);
    }
    counts.put(
        "sessions",
        stage.server.get("/api/v1/stats/sessions").body().get("total_connections").asLong());
    return counts;
  }
}
