package io.fairlead.pool.datasource;

import static io.fairlead.pool.datasource.Lending.assertState;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertSame;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import io.fairlead.kernel.metric.Metric;
import io.fairlead.kernel.page.PageRequest;
import io.fairlead.pool.jdbc.Databases;
import io.fairlead.traffic.pool.ConnectionView;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.junit.After;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.Timeout;
import org.osgi.framework.Bundle;

/** Who may borrow at the DataSource, how he is seen, and what becomes of what he keeps. */
public class DoorTest {

  private static final Map<String, String> BY_APPLICATION =
      Map.of(
          "max_connections", "2",
          "connection_timeout_secs", "1",
          "partitioning.enabled", "true",
          "partitioning.routing", "application",
          "partition.shop.type", "application",
          "partition.shop.match", "io.acme.*",
          "partition.shop.limits.min_connections", "0",
          "partition.shop.limits.max_connections", "1");

  @Rule public final Timeout deadline = Timeout.seconds(60);

  private final Leaks leaks = new Leaks();
  private Lending lending = new Lending(Databases.H2, "door", Map.of());

  @After
  public void close() {
    lending.close();
  }

  private void with(Map<String, String> settings) {
    lending.close();
    lending = new Lending(Databases.H2, "door", settings);
  }

  private Connection borrow() throws SQLException {
    return lending.source().getConnection();
  }

  private CompletableFuture<String> borrowsElsewhere() {
    return CompletableFuture.supplyAsync(
        () -> {
          try (Connection c = borrow()) {
            return "lent";
          } catch (SQLException e) {
            return e.getSQLState();
          }
        });
  }

  private void untilSomebodyWaits() {
    Lending.until("somebody waits", () -> lending.pool.stats().waitingRequests() == 1);
  }

  @Test
  public void nobodyIsLentAConnectionTheErrorHasThePoolsNumbers() throws SQLException {
    lending.source.setLoginTimeout(1);
    assertEquals(1, lending.source.getLoginTimeout());
    try (Connection c = borrow()) {
      SQLException e = assertThrows(SQLException.class, this::borrow);
      assertEquals("08001", e.getSQLState());
      assertEquals(
          "pool shop: no connection within 1 s (active 1, idle 0, total 1, waiting 0)",
          e.getMessage());
    }
    assertThrows(SQLException.class, () -> lending.source.setLoginTimeout(-1));
  }

  @Test
  public void borrowersAndWaitersAreSeenByTheirBundleAndThread() throws Exception {
    try (Connection c = borrow()) {
      assertEquals("io.acme.shop", lending.pool.connections().get(0).username());
      CompletableFuture<String> waiting = borrowsElsewhere();
      untilSomebodyWaits();
      var waiter = lending.pool.waiting(new PageRequest(1, 10)).data().get(0);
      assertTrue(waiter.owner(), waiter.owner().matches("io\\.acme\\.shop \\(thread .+\\)"));
      assertEquals(
          "io.acme.shop (thread " + Thread.currentThread().getName() + ")",
          waiter.waitsFor().get(0).holder());
      c.close();
      assertEquals("lent", waiting.get(20, TimeUnit.SECONDS));
    }
  }

  @Test
  public void whoWaitsAndIsInterruptedIsToldAndKeepsNothing() throws Exception {
    try (Connection c = borrow()) {
      Thread[] thread = new Thread[1];
      CompletableFuture<String> ended = new CompletableFuture<>();
      thread[0] =
          new Thread(
              () -> {
                try (Connection none = borrow()) {
                  ended.complete("lent");
                } catch (SQLException e) {
                  ended.complete(e.getSQLState() + Thread.currentThread().isInterrupted());
                }
              });
      thread[0].start();
      untilSomebodyWaits();
      thread[0].interrupt();
      assertEquals("08001true", ended.get(20, TimeUnit.SECONDS));
      assertEquals(0, lending.pool.stats().waitingRequests());
    }
  }

  @Test
  public void thePolicyOfConnectionsLivesHoldsForWhatJdbcBorrowed() throws Exception {
    try (Lending replacing =
        new Lending(Databases.H2, "replacing", Map.of("recycling", "replace"))) {
      useOne(replacing);
      Lending.until("another is opened", () -> replacing.pool.stats().totalCreated() == 2);
    }
    try (Lending checking =
        new Lending(Databases.H2, "checking", Map.of("validate_on_release", "true"))) {
      useOne(checking);
      Lending.until(
          "it is validated and lent on", () -> checking.pool.lifecycle().recycledCount() == 1);
    }
    try (Lending fast = new Lending(Databases.H2, "fast", Map.of())) {
      useOne(fast);
      assertEquals(1, fast.pool.lifecycle().recycledCount());
      assertEquals(1, fast.pool.stats().totalCreated());
    }
  }

  private static void useOne(Lending lending) throws SQLException {
    try (Connection connection = lending.source().getConnection()) {
      connection.nativeSQL("SELECT 1");
    }
  }

  @Test
  public void aPasswordIsRefusedAndAUserIsWhereTheLoanBelongs() throws SQLException {
    assertState("28000", () -> lending.source().getConnection("alice", "secret"));
    try (Connection c = lending.source().getConnection("alice", null)) {
      assertEquals("alice of io.acme.shop", lending.pool.connections().get(0).username());
    }
    try (Connection c = lending.source().getConnection("", "")) {
      assertEquals("io.acme.shop", lending.pool.connections().get(0).username());
    }
    with(
        Map.of(
            "max_connections", "2",
            "connection_timeout_secs", "1",
            "partitioning.enabled", "true",
            "partitioning.routing", "user",
            "partition.vip.type", "user",
            "partition.vip.match", "alice",
            "partition.vip.limits.min_connections", "0",
            "partition.vip.limits.max_connections", "1"));
    try (Connection c = lending.source().getConnection("alice", null)) {
      SQLException full =
          assertThrows(SQLException.class, () -> lending.source().getConnection("alice", null));
      assertEquals("08001", full.getSQLState());
      lending.source().getConnection("bob", null).close();
    }
  }

  @Test
  public void theBorrowingBundleIsTheApplicationOfItsPartition() throws SQLException {
    with(BY_APPLICATION);
    try (Connection c = borrow()) {
      assertThrows("its partition has one", SQLException.class, this::borrow);
      BundleDataSource other = new BundleDataSource(lending.pool, "org.other", 8);
      other.getConnection().close();
    }
  }

  @Test
  public void whatIsReadCountsForThePartition() throws SQLException {
    with(
        Map.of(
            "max_connections", "2",
            "connection_timeout_secs", "1",
            "partitioning.enabled", "true",
            "partitioning.routing", "application",
            "partition.shop.type", "application",
            "partition.shop.match", "io.acme.*",
            "partition.shop.limits.io_limit_iops", "1",
            "partition.shop.limits.window_secs", "60",
            "partition.shop.over_limit", "refuse"));
    try (Connection c = borrow();
        Statement s = c.createStatement();
        ResultSet r = s.executeQuery("SELECT X FROM SYSTEM_RANGE(1, 100)")) {
      while (r.next()) {
        r.getInt(1);
      }
    }
    SQLException e = assertThrows(SQLException.class, this::borrow);
    assertTrue(e.getMessage(), e.getMessage().contains("partition_limit"));
  }

  @Test
  public void transactionsAreRefusedInStatementMode() throws SQLException {
    with(Map.of("mode", "statement"));
    try (Connection c = borrow();
        Statement s = c.createStatement()) {
      assertState("0A000", () -> c.setAutoCommit(false));
      assertState("0A000", () -> s.execute("BEGIN"));
      assertTrue(c.getAutoCommit());
      try (Statement again = c.createStatement()) {
        assertTrue(again.execute("SELECT 1"));
      }
    }
  }

  @Test
  public void whatWouldBeLeftIsRefusedWhereThatIsSet() throws SQLException {
    with(Map.of("on_session_state", "refuse"));
    try (Connection c = borrow();
        Statement s = c.createStatement()) {
      assertState("0A000", () -> s.execute("SET @x = 1"));
      assertState("0A000", () -> c.prepareStatement("SET @x = 1"));
      assertTrue(s.execute("SELECT 1"));
    }
    assertEquals(1, lending.pool.stats().totalCreated());
  }

  @Test
  public void itIsRefusedInAPartitionedPoolAsWell() throws SQLException {
    Map<String, String> settings = new HashMap<>(BY_APPLICATION);
    settings.put("on_session_state", "refuse");
    with(settings);
    try (Connection c = borrow();
        Statement s = c.createStatement()) {
      assertState("0A000", () -> s.execute("SET @x = 1"));
    }
  }

  @Test
  public void anAbortedConnectionIsReplaced() throws SQLException {
    Connection c = borrow();
    c.abort(Runnable::run);
    assertTrue(c.isClosed());
    c.abort(Runnable::run);
    assertState("08003", c::createStatement);
    c.close();
    borrow().close();
    assertEquals(2, lending.pool.stats().totalCreated());
  }

  @Test
  public void theDeadlockOfTwoThreadsIsFound() throws Exception {
    with(Map.of("deadlock.action", "refuse", "connection_timeout_secs", "20"));
    try (Connection mine = borrow()) {
      SQLException e = assertThrows(SQLException.class, this::borrow);
      assertTrue(e.getMessage(), e.getMessage().contains("deadlock"));
    }
  }

  @Test
  public void whatABundleKeepsComesHomeAndIsNamed() throws Exception {
    PoolDoor door = new PoolDoor(lending.pool, leaks);
    DataSource source = door.getService(bundle("io.acme.forgetful"), null);
    Connection kept = source.getConnection();
    kept.setAutoCommit(false);
    Statement statement = kept.createStatement();
    statement.execute("CREATE TABLE IF NOT EXISTS t (x INT)");
    CompletableFuture<String> waiting = borrowsElsewhere();
    untilSomebodyWaits();
    door.ungetService(bundle("io.acme.forgetful"), null, source);
    assertEquals("another gets one", "lent", waiting.get(20, TimeUnit.SECONDS));
    assertTrue(kept.isClosed());
    assertState("08003", () -> statement.execute("SELECT 1"));
    assertState("08003", source::getConnection);
    Metric.Point point = leaks.metric().points().get(0);
    assertEquals(Map.of("pool", "shop", "bundle", "io.acme.forgetful"), point.labels());
    assertEquals(1, point.value(), 0);
    kept.close();
    leaks.forget("shop");
    assertEquals(List.of(), leaks.metric().points());
  }

  @Test
  public void whatRunsForABundleThatStopsIsStopped() throws Exception {
    DataSource source = new PoolDoor(lending.pool, leaks).getService(bundle("b"), null);
    Connection kept = source.getConnection();
    String endless = "SELECT count(*) FROM SYSTEM_RANGE(1, 1000000000000) WHERE MOD(X, 7) = 8";
    CompletableFuture<Void> running =
        CompletableFuture.runAsync(
            () -> {
              try (ResultSet r = kept.createStatement().executeQuery(endless)) {
                throw new AssertionError("it answered");
              } catch (SQLException e) {
                throw new CompletionException(e.getSQLState(), e);
              }
            });
    Lending.until("it runs", () -> endless.equals(lending.pool.connections().get(0).statement()));
    List<ConnectionView> taken = ((BundleDataSource) source).takeBack();
    assertEquals(endless, taken.get(0).statement());
    Exception e = assertThrows(Exception.class, () -> running.get(20, TimeUnit.SECONDS));
    assertEquals("08003", ((SQLException) e.getCause()).getSQLState());
    borrow().close();
  }

  @Test
  public void aBundleWhoWaitsWhileItStopsGetsNothing() throws Exception {
    DataSource source = new PoolDoor(lending.pool, leaks).getService(bundle("b"), null);
    Connection mine = borrow();
    CompletableFuture<String> waiting =
        CompletableFuture.supplyAsync(
            () -> {
              try (Connection c = source.getConnection()) {
                return "lent";
              } catch (SQLException e) {
                return e.getSQLState();
              }
            });
    untilSomebodyWaits();
    assertEquals(List.of(), ((BundleDataSource) source).takeBack());
    mine.close();
    assertEquals("08003", waiting.get(20, TimeUnit.SECONDS));
    Lending.until("all is home", () -> lending.out() == 0);
  }

  @Test
  public void whenTheServiceGoesWhatIsLentEndsInPeace() throws SQLException {
    PoolDoor door = new PoolDoor(lending.pool, leaks);
    DataSource source = door.getService(bundle("b"), null);
    try (Connection kept = source.getConnection()) {
      door.leave();
      door.ungetService(bundle("b"), null, source);
      assertFalse(kept.isClosed());
      assertTrue(kept.createStatement().execute("SELECT 1"));
      assertState("08003", source::getConnection);
    }
    assertEquals(List.of(), leaks.metric().points());
    assertEquals(1, lending.pool.stats().totalCreated());
  }

  @Test
  public void twoWhoCloseAtOnceGiveItBackOnce() throws Exception {
    for (int i = 0; i < 500; i++) {
      Connection c = borrow();
      c.createStatement().execute("SELECT 1");
      CompletableFuture<Void> other =
          CompletableFuture.runAsync(
              () -> {
                try {
                  c.close();
                } catch (SQLException e) {
                  throw new CompletionException(e);
                }
              });
      c.close();
      other.get(20, TimeUnit.SECONDS);
    }
    Lending.until("all is home", () -> lending.out() == 0);
    assertEquals(lending.pool.stats().totalAcquired(), lending.pool.stats().totalReleased());
    assertEquals(1, lending.pool.stats().totalCreated());
  }

  @Test
  public void whatTheSourceSaysOfItself() throws Exception {
    DataSource source = lending.source();
    assertSame(source, source.unwrap(DataSource.class));
    assertTrue(source.isWrapperFor(DataSource.class));
    assertFalse(source.isWrapperFor(Connection.class));
    assertThrows(SQLException.class, () -> source.unwrap(Connection.class));
    assertState("0A000", source::getParentLogger);
    assertEquals("DataSource of pool shop for bundle io.acme.shop", source.toString());
  }

  private static Bundle bundle(String name) {
    return (Bundle)
        Proxy.newProxyInstance(
            DoorTest.class.getClassLoader(),
            new Class<?>[] {Bundle.class},
            (proxy, method, args) ->
                switch (method.getName()) {
                  case "getSymbolicName" -> name;
                  case "getBundleId" -> 42L;
                  default -> throw new AssertionError(method);
                });
  }
}
