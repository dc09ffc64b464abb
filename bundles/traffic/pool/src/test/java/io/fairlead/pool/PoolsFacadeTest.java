package io.fairlead.pool;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertNotEquals;
import static org.junit.Assert.assertNull;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import io.fairlead.kernel.error.Conflict;
import io.fairlead.kernel.error.FairleadException;
import io.fairlead.kernel.error.Fault;
import io.fairlead.kernel.error.Invalid;
import io.fairlead.kernel.error.NotFound;
import io.fairlead.kernel.error.Stale;
import io.fairlead.kernel.error.Unavailable;
import io.fairlead.pool.core.Pool;
import io.fairlead.traffic.pool.AcquireCallback;
import io.fairlead.traffic.pool.AcquireRequest;
import io.fairlead.traffic.pool.ConnectionFilter;
import io.fairlead.traffic.pool.ConnectionView;
import io.fairlead.traffic.pool.DrainRequest;
import io.fairlead.traffic.pool.Loan;
import io.fairlead.traffic.pool.PoolMetrics;
import io.fairlead.traffic.pool.PoolView;
import io.fairlead.traffic.pool.PoolView.GenerationView;
import io.fairlead.traffic.pool.Pools;
import io.fairlead.traffic.pool.Pools.Changed;
import io.fairlead.traffic.pool.Pools.Trial;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.After;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

public class PoolsFacadeTest {

  private static final Optional<String> ANY = Optional.empty();

  @Rule public final TemporaryFolder temporary = new TemporaryFolder();

  private Stage stage;
  private Pools pools;

  @Before
  public void start() {
    stage = new Stage(temporary.getRoot().toPath());
    pools = stage.pools;
  }

  @After
  public void stop() {
    stage.close();
  }

  private void restart() {
    stage.close();
    start();
  }

  private Loan acquire(String pool) throws InterruptedException {
    return pools.pool(pool).orElseThrow().acquire(AcquireRequest.of("test"));
  }

  private static Map<String, Object> with(Map<String, Object> settings, String name, Object value) {
    Map<String, Object> result = new HashMap<>(settings);
    result.put(name, value);
    return result;
  }

  private static List<String> faults(Invalid invalid) {
    return invalid.faults().stream().map(Fault::toString).sorted().toList();
  }

  @Test
  public void aCreatedPoolServesAndShowsItself() throws Exception {
    Changed created = pools.create(Stage.small("orders"));
    assertTrue(created.applied());
    PoolView view = created.pool();
    assertEquals("orders", view.poolId());
    assertEquals("running", view.state());
    assertEquals(30, view.connectionTimeoutSecs());
    assertEquals(2, view.initialConnections());
    assertEquals(Long.valueOf(600), view.idleTimeoutSecs());
    assertNull(view.configError());
    Stage.await("both are there", () -> pools.find("orders").orElseThrow().idleConnections() == 2);
    Loan loan = acquire("orders");
    assertEquals(1, pools.find("orders").orElseThrow().activeConnections());
    loan.release();
    assertEquals(List.of("orders"), pools.list().stream().map(PoolView::name).toList());
    assertEquals(1, pools.stats("orders").totalAcquired());
  }

  @Test
  public void aNameThatIsTakenIsAConflict() {
    pools.create(Stage.small("orders"));
    assertThrows(Conflict.class, () -> pools.create(Stage.small("orders")));
  }

  @Test
  public void everyWrongFieldIsNamedWithValueAndExpectation() {
    Map<String, Object> wrong = new HashMap<>(Stage.small("Bad-Name"));
    wrong.remove("driver");
    wrong.put("max_connections", "many");
    wrong.put("no_such_field", 1);
    wrong.put("url", "jdbc:postgresql://h/db?user=a&password=hunter2");
    wrong.put("init_sql", "ALTER USER a IDENTIFIED BY 'hunter2'");
    Invalid invalid = assertThrows(Invalid.class, () -> pools.create(wrong));
    assertEquals(
        List.of(
            "driver: nothing (expected: a value)",
            "init_sql: *** (expected: no secret in its SQL: who sees the pool would see it; have it"
                + " set in the database itself)",
            "max_connections: many (expected: a whole number)",
            "name: Bad-Name (expected: a name like [a-z][a-z0-9_]{0,62})",
            "no_such_field: a value (expected: no such field)",
            "url: *** (expected: no password in it: it belongs in password)"),
        faults(invalid));
    assertFalse(invalid.getMessage().contains("hunter2"));
  }

  @Test
  public void sizesHaveToFitEachOther() {
    pools.create(Stage.small("orders"));
    Invalid min =
        assertThrows(
            Invalid.class, () -> pools.update("orders", Map.of("min_connections", 5), ANY));
    assertEquals(
        List.of("min_connections: 5 (expected: <= max_connections, which is 2)"), faults(min));
    Invalid initial =
        assertThrows(
            Invalid.class, () -> pools.update("orders", Map.of("initial_connections", 3), ANY));
    assertEquals(
        List.of(
            "initial_connections: 3 (expected: >= min_connections, which is 1, and <="
                + " max_connections, which is 2)"),
        faults(initial));
    Invalid none =
        assertThrows(
            Invalid.class, () -> pools.update("orders", Map.of("max_connections", 0), ANY));
    assertEquals(List.of("max_connections: 0 (expected: 1 to 10000)"), faults(none));
    assertEquals(2, pools.find("orders").orElseThrow().maxConnections());
  }

  @Test
  public void aPasswordIsTakenAndNeverShownAndStaysWhenLeftOut() {
    Changed created = pools.create(with(Stage.small("orders"), "password", "s3cret"));
    assertFalse(created.toString().contains("s3cret"));
    pools.update("orders", Map.of("max_connections", 3), ANY);
    assertEquals(
        Optional.of("s3cret"),
        stage.directory.find("orders").orElseThrow().pool().settings().spec().password());
  }

  @Test
  public void anUpdateMergesAndNullClears() {
    String before = pools.create(Stage.small("orders")).pool().revision();
    Map<String, Object> patch = new HashMap<>();
    patch.put("idle_timeout_secs", null);
    patch.put("creation_throttle", Map.of("per_second", 3));
    patch.put("pool_id", "ignored");
    patch.put("active_connections", 99);
    Changed changed = pools.update("orders", patch, Optional.of(before));
    assertTrue(changed.applied());
    assertNull(changed.pool().idleTimeoutSecs());
    assertEquals(3, changed.pool().creationThrottle().perSecond());
    assertEquals(10, changed.pool().creationThrottle().burst());
    assertEquals("kept", 2, changed.pool().maxConnections());
    assertNotEquals(before, changed.pool().revision());
    assertThrows(
        Stale.class, () -> pools.update("orders", Map.of("read_only", true), Optional.of(before)));
    assertFalse(pools.find("orders").orElseThrow().readOnly());
    restart();
    assertNull(pools.find("orders").orElseThrow().idleTimeoutSecs());
  }

  @Test
  public void twoWhoChangeDifferentThingsAtOnceBothHaveTheirWay() throws Exception {
    pools.create(Stage.small("orders"));
    for (int i = 1; i <= 20; i++) {
      int queue = i;
      Thread other = new Thread(() -> pools.update("orders", Map.of("max_wait_queue", queue), ANY));
      other.start();
      pools.update("orders", Map.of("statement_timeout_secs", i), ANY);
      other.join();
      PoolView view = pools.find("orders").orElseThrow();
      assertEquals(i, view.maxWaitQueue());
      assertEquals(Long.valueOf(i), view.statementTimeoutSecs());
    }
  }

  @Test
  public void aHotChangeKeepsConnectionsAndASealedOneReplacesThem() throws Exception {
    pools.create(Stage.small("orders"));
    Loan loan = acquire("orders");
    pools.update("orders", Map.of("max_connections", 4, "validation_skip_ms", 7), ANY);
    assertTrue(loan.revocation().isEmpty());
    long id = loan.connectionId();
    List<GenerationView> both =
        pools.update("orders", Map.of("init_sql", "SET x"), ANY).pool().generations();
    assertEquals("the loan's own, and the new one", 2, both.size());
    assertEquals(1, both.get(0).activeConnections());
    assertEquals(List.of("init_sql"), both.get(1).changed());
    loan.release();
    Stage.await("replaced", () -> pools.connection(id).isEmpty());
    assertNotEquals(id, acquire("orders").connectionId());
  }

  @Test
  public void nonsenseByHandLeavesTheLastGoodInForceAndIsShown() throws Exception {
    pools.create(Stage.small("orders"));
    stage.editByHand(
        "orders", "driver = " + Stage.DRIVER + "\nurl = jdbc:fake:x\nmax_connections = -1\n");
    PoolView view = pools.find("orders").orElseThrow();
    assertFalse(view.applied());
    assertEquals("max_connections: -1 (expected: 1 to 10000)", view.configError());
    assertEquals(2, view.maxConnections());
    acquire("orders").release();
    restart();
    view = pools.find("orders").orElseThrow();
    assertFalse(view.applied());
    assertEquals("jdbc:fake:orders", view.url());
    acquire("orders").release();
    stage.editByHand(
        "orders",
        "driver = "
            + Stage.DRIVER
            + "\nurl = jdbc:fake:x\nmin_connections = 0\nmax_connections = 7\n");
    view = pools.find("orders").orElseThrow();
    assertTrue(view.applied());
    assertNull(view.configError());
    assertEquals(7, view.maxConnections());
  }

  @Test
  public void aPasswordInAFilesUrlIsRefusedToo() throws Exception {
    stage.editByHand("orders", "driver = x\nurl = jdbc:x://a:hunter2@h/db\n");
    assertTrue(pools.find("orders").isEmpty());
    String failures = stage.store.failures().toString();
    assertTrue(failures, failures.contains("it belongs in password"));
    assertFalse(failures, failures.contains("hunter2"));
  }

  @Test
  public void aSecretInTheSqlOfNewConnectionsIsRefusedAlone() {
    pools.create(Stage.small("orders"));
    Invalid invalid =
        assertThrows(
            Invalid.class,
            () -> pools.update("orders", Map.of("init_sql", "SET PASSWORD 'hunter2'"), ANY));
    assertEquals(List.of("init_sql"), invalid.faults().stream().map(f -> f.field()).toList());
    assertFalse(invalid.getMessage(), invalid.getMessage().contains("hunter2"));
    assertNull(pools.find("orders").orElseThrow().initSql());
  }

  @Test
  public void aPoolThatAListenerNamesIsNotRemoved() {
    pools.create(Stage.small("orders"));
    stage.listeners.add("native");
    Conflict conflict = assertThrows(Conflict.class, () -> pools.delete("orders", ANY));
    assertEquals("pool orders: listeners use it: native", conflict.getMessage());
    stage.listeners.clear();
    assertTrue(pools.delete("orders", ANY));
    assertTrue(pools.find("orders").isEmpty());
    assertEquals(0, stage.server.open());
    assertEquals(List.of("created orders", "removed orders"), stage.changes);
  }

  @Test
  public void aRemovedPoolWaitsForItsLoans() throws Exception {
    pools.create(Stage.small("orders"));
    Loan loan = acquire("orders");
    assertFalse(pools.delete("orders", ANY));
    assertTrue("no new loans", pools.pool("orders").isEmpty());
    assertEquals("draining", pools.find("orders").orElseThrow().state());
    loan.release();
    Stage.await("gone", () -> pools.find("orders").isEmpty());
    assertEquals(0, stage.server.open());
  }

  @Test
  public void unknownNamesAndIdsAreNotFound() {
    for (String name : List.of("nobody", "No-Name", "")) {
      assertTrue(pools.find(name).isEmpty());
      assertTrue(pools.pool(name).isEmpty());
      assertThrows(NotFound.class, () -> pools.stats(name));
      assertThrows(NotFound.class, () -> pools.update(name, Map.of(), ANY));
      assertThrows(NotFound.class, () -> pools.delete(name, ANY));
      assertThrows(NotFound.class, () -> pools.pause(name));
    }
    assertThrows(NotFound.class, () -> pools.kill(12345));
  }

  @Test
  public void whoWaitsForAPoolThatDrainsIsMovedToOneThatIsThere() throws Exception {
    pools.create(Stage.small("orders"));
    pools.create(with(Stage.small("stock"), "url", "jdbc:fake:orders"));
    for (String to : List.of("orders", "nowhere")) {
      assertEquals(
          List.of("to: " + to + " (expected: another pool that is there)"), moveRefused(to));
    }
    pools.pause("orders");
    CompletableFuture<Loan> waiting = new CompletableFuture<>();
    Pool orders = (Pool) pools.pool("orders").orElseThrow();
    orders.acquire(
        AcquireRequest.of("test"),
        Runnable::run,
        new AcquireCallback() {
          @Override
          public void granted(Loan loan) {
            waiting.complete(loan);
          }

          @Override
          public void failed(FairleadException why) {
            waiting.completeExceptionally(why);
          }
        });
    assertEquals(1, pools.stats("orders").waitingRequests());
    pools.drain("orders", DrainRequest.of(Map.of("on_waiters", "move", "to", "stock")));
    Loan loan = waiting.get(20, TimeUnit.SECONDS);
    assertEquals("stock", pools.connection(loan.connectionId()).orElseThrow().poolId());
    assertEquals(1, moved("orders"), 0);
    assertEquals(0, moved("stock"), 0);
    loan.release();
    assertEquals("drained", pools.find("orders").orElseThrow().state());
  }

  /** As Prometheus reads it. */
  private double moved(String pool) {
    PoolView view = pools.find(pool).orElseThrow();
    return PoolMetrics.of(List.of(new PoolMetrics.Reading(view, pools.stats(pool)))).stream()
        .filter(metric -> metric.name().equals("fairlead_pool_moved_total"))
        .mapToDouble(metric -> metric.points().get(0).value())
        .sum();
  }

  /** What is wrong with moving those who wait for orders there; nothing is done then. */
  private List<String> moveRefused(String to) {
    Invalid invalid =
        assertThrows(
            Invalid.class,
            () -> pools.drain("orders", DrainRequest.of(Map.of("on_waiters", "move", "to", to))));
    assertEquals("running", pools.find("orders").orElseThrow().state());
    assertFalse(Files.exists(modeOf("orders")));
    return faults(invalid);
  }

  private Path modeOf(String pool) {
    return stage.folder.resolve("data/pools/" + pool + ".mode");
  }

  @Test
  public void nobodyIsMovedToAPoolOfOtherRulesOrToOneThatDoesNotLend() {
    Map<String, Object> like = with(Stage.small("other"), "url", "jdbc:fake:orders");
    pools.create(Stage.small("orders"));
    pools.create(with(with(like, "name", "elsewhere"), "url", "jdbc:fake:other"));
    pools.create(with(with(like, "name", "brief"), "mode", "statement"));
    pools.create(
        with(with(with(like, "name", "far"), "driver", "com.example.Other"), "mode", "statement"));
    pools.create(with(like, "name", "resting"));
    pools.pause("resting");
    String wanted = "a running pool with the driver, url and mode of orders; this one ";
    for (String[] each :
        new String[][] {
          {"elsewhere", "differs in url"},
          {"brief", "differs in mode"},
          {"far", "differs in driver, mode"},
          {"resting", "is paused"}
        }) {
      assertEquals(
          List.of("to: " + each[0] + " (expected: " + wanted + each[1] + ")"),
          moveRefused(each[0]));
    }
  }

  @Test
  public void pausedAndDrainedAreKeptOverARestart() throws Exception {
    pools.create(Stage.small("orders"));
    pools.create(Stage.small("stock"));
    assertEquals("paused", pools.pause("orders").state());
    assertEquals(
        0,
        pools.drain(
            "stock",
            new DrainRequest(
                DrainRequest.OnWaiters.SERVE, Optional.empty(), Duration.ofSeconds(5))));
    restart();
    assertEquals("paused", pools.find("orders").orElseThrow().state());
    assertEquals("drained", pools.find("stock").orElseThrow().state());
    assertEquals("running", pools.resume("stock").state());
    acquire("stock").release();
    restart();
    assertEquals("running", pools.find("stock").orElseThrow().state());
  }

  @Test
  public void aNewPoolOfAnOldNameBeginsAfresh() {
    pools.create(Stage.small("orders"));
    pools.pause("orders");
    pools.delete("orders", ANY);
    assertEquals("running", pools.create(Stage.small("orders")).pool().state());
  }

  @Test
  public void nothingIsKeptOfWhatAPoolThatIsBeingRemovedRefuses() throws Exception {
    pools.create(Stage.small("orders"));
    Loan loan = acquire("orders");
    assertFalse(pools.delete("orders", ANY));
    for (Runnable order :
        List.<Runnable>of(
            () ->
                pools.drain(
                    "orders",
                    new DrainRequest(
                        DrainRequest.OnWaiters.SERVE, Optional.empty(), Duration.ofSeconds(5))),
            () -> pools.pause("orders"),
            () -> pools.resume("orders"))) {
      Conflict conflict = assertThrows(Conflict.class, order::run);
      assertEquals("pool orders: is being removed", conflict.getMessage());
      assertFalse(Files.exists(modeOf("orders")));
    }
    loan.release();
    Stage.await("gone", () -> pools.find("orders").isEmpty());
    stage.editByHand("orders", "driver = " + Stage.DRIVER + "\nurl = jdbc:fake:orders\n");
    assertEquals("running", pools.find("orders").orElseThrow().state());
  }

  @Test
  public void aTrialOpensOneConnectionAndChangesNothing() throws IOException {
    Trial trial = pools.tryOut(Stage.small("orders"));
    assertTrue(trial.opened());
    assertEquals("Fake 1.0", trial.product());
    assertEquals(1, stage.server.opened.size());
    assertEquals(0, stage.server.open());
    assertTrue(pools.list().isEmpty());
    try (Stream<Path> files = Files.list(stage.folder.resolve("etc"))) {
      assertEquals(0, files.count());
    }
  }

  @Test
  public void aTrialSaysWhatIsWrong() {
    stage.server.refusal = Optional.of("password authentication failed");
    Unavailable refused =
        assertThrows(Unavailable.class, () -> pools.tryOut(Stage.small("orders")));
    assertEquals("no connection: password authentication failed", refused.getMessage());
    Unavailable missing =
        assertThrows(
            Unavailable.class, () -> pools.tryOut(with(Stage.small("x"), "driver", "other")));
    assertEquals("driver other is not there", missing.getMessage());
    assertThrows(Invalid.class, () -> pools.tryOut(Map.of("driver", "x")));
  }

  @Test
  public void aDriverThatHasJustGoneIsWaitedFor() throws Exception {
    Sources sources = stage.directory.sources();
    assertTrue("never there", sources.awaited("other").isDone());
    stage.driverGoes();
    var awaited = sources.awaited(Stage.DRIVER);
    assertFalse(awaited.isDone());
    stage.driverComes();
    assertTrue(awaited.get().isPresent());
    assertTrue(sources.awaited(Stage.DRIVER).isDone());
  }

  @Test
  public void aTrialWaitsNoLongerThanForAConnection() {
    stage.driverGoes();
    Unavailable missing =
        assertThrows(
            Unavailable.class,
            () -> pools.tryOut(with(Stage.small("x"), "creation_timeout_secs", 1)));
    assertEquals("driver " + Stage.DRIVER + " is not there", missing.getMessage());
    stage.driverComes();
    assertTrue(pools.tryOut(Stage.small("x")).opened());
  }

  @Test
  public void connectionsAreFoundByWhatTheyAre() throws Exception {
    pools.create(Stage.small("orders"));
    pools.create(Stage.small("stock"));
    Loan loan = acquire("orders");
    Stage.await("filled", () -> pools.connections(ConnectionFilter.ALL).size() == 4);
    assertEquals(2, pools.connections(filter("orders", null, null, null)).size());
    assertEquals(List.of(loan.connectionId()), ids(filter(null, "active", null, null)));
    assertEquals(List.of(loan.connectionId()), ids(filter(null, null, "test", null)));
    assertEquals(3, pools.connections(filter(null, null, null, 0L)).size());
    assertEquals(0, pools.connections(filter(null, null, null, 60L)).size());
    assertEquals("test", pools.connection(loan.connectionId()).orElseThrow().username());
    pools.kill(loan.connectionId());
    assertTrue(loan.revocation().isPresent());
  }

  private List<Long> ids(ConnectionFilter filter) {
    return pools.connections(filter).stream().map(ConnectionView::connectionId).toList();
  }

  private static ConnectionFilter filter(String pool, String state, String user, Long idle) {
    return new ConnectionFilter(
        Optional.ofNullable(pool),
        Optional.ofNullable(state),
        Optional.ofNullable(user),
        Optional.ofNullable(idle));
  }

  @Test
  public void aDriverThatGoesClosesWhatIsIdleBeforeItIsGone() throws Exception {
    pools.create(Stage.small("orders"));
    Stage.await("filled", () -> stage.server.open() == 2);
    stage.driverGoes();
    assertEquals(0, stage.server.open());
    assertEquals("no_driver", pools.find("orders").orElseThrow().state());
    stage.driverComes();
    acquire("orders").release();
    assertEquals("running", pools.find("orders").orElseThrow().state());
  }

  @Test
  public void onlyAPoolThatAListenerNamesKeepsTheServerFromBeingReady() {
    pools.create(Stage.small("orders"));
    PoolHealth health =
        new PoolHealth(stage.directory.find("orders").orElseThrow().pool(), p -> stage.listeners);
    assertEquals("pool orders", health.part());
    Stage.await("opened", () -> stage.server.open() == 2);
    stage.driverGoes();
    assertTrue(health.health().ready());
    stage.listeners.add("native");
    assertEquals("driver com.example.Driver is not there", health.health().reason());
    pools.pause("orders");
    assertTrue("as somebody wants it", health.health().ready());
  }

  @Test
  public void aPoolThatCouldNotBeMadeSaysSoAndItsListenerIsNotReady() throws Exception {
    String lost =
        "driver = com.example.Driver\nurl = jdbc:fake:orders\nmin_connections = 1\nbudget = none\n";
    stage.editByHand("orders", lost);
    PoolView refused = pools.find("orders").orElseThrow();
    assertEquals("refused", refused.state());
    assertEquals("open", refused.circuit());
    assertTrue(refused.configError(), refused.configError().contains("budget: none"));
    assertEquals("refused", pools.list().get(0).state());
    assertTrue("no listener names it", stage.refused.health().ready());
    stage.listeners.add("native");
    assertEquals(
        "pool orders is refused: " + refused.configError(), stage.refused.health().reason());
    stage.editByHand("orders", lost.replace("budget = none\n", ""));
    assertEquals("running", pools.find("orders").orElseThrow().state());
    assertTrue(stage.refused.health().ready());
    stage.editByHand("orders", lost);
    assertEquals("with the last good ones", "running", pools.find("orders").orElseThrow().state());
    assertTrue(stage.refused.health().ready());
  }
}
