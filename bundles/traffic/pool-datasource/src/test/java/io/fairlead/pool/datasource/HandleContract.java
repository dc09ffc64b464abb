package io.fairlead.pool.datasource;

import static io.fairlead.pool.datasource.Lending.assertState;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertNotEquals;
import static org.junit.Assert.assertNotSame;
import static org.junit.Assert.assertNull;
import static org.junit.Assert.assertSame;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import io.fairlead.pool.jdbc.Databases;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLTimeoutException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.After;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.Timeout;

/** What a borrower may count on with every database. The pool has one connection. */
public abstract class HandleContract {

  @Rule public final Timeout deadline = Timeout.seconds(90);

  private final Databases database;
  Lending lending;

  HandleContract(Databases database) {
    this.database = database;
  }

  /** A statement that runs until it is stopped. */
  abstract String endless();

  /** One with {@link #rowsAtOnce}, after which the read of the next runs until it is stopped. */
  abstract String fewRows();

  int rowsAtOnce() {
    return 2;
  }

  @Before
  public void table() throws SQLException {
    lending = new Lending(database, getClass().getSimpleName(), Map.of());
    try (Connection c = borrow();
        Statement s = c.createStatement()) {
      s.execute("DROP TABLE IF EXISTS item");
      s.execute("CREATE TABLE item (id INT PRIMARY KEY, name VARCHAR(100))");
      s.execute("INSERT INTO item VALUES (1, 'one'), (2, 'two'), (3, 'three')");
    }
  }

  @After
  public void close() {
    lending.close();
  }

  final Connection borrow() throws SQLException {
    return lending.source().getConnection();
  }

  static String one(Connection connection, String sql) throws SQLException {
    try (Statement s = connection.createStatement();
        ResultSet r = s.executeQuery(sql)) {
      assertTrue(r.next());
      return r.getString(1);
    }
  }

  @Test
  public void closeGivesTheConnectionBackAndTwiceIsHarmless() throws SQLException {
    Connection first = borrow();
    assertEquals("3", one(first, "SELECT count(*) FROM item"));
    assertEquals(1, lending.out());
    first.close();
    assertTrue(first.isClosed());
    Connection second = borrow();
    first.close();
    assertNotSame(first, second);
    assertEquals("the second one's loan stands", "3", one(second, "SELECT count(*) FROM item"));
    assertTrue(second.isValid(5));
    second.close();
    assertEquals(0, lending.out());
    assertEquals("one connection did it all", 1, lending.pool.stats().totalCreated());
  }

  @Test
  public void anOpenTransactionIsRolledBack() throws SQLException {
    try (Connection c = borrow()) {
      c.setAutoCommit(false);
      c.createStatement().executeUpdate("INSERT INTO item VALUES (4, 'four')");
      assertTrue(lending.pool.connections().get(0).transaction());
    }
    try (Connection c = borrow()) {
      assertTrue(c.getAutoCommit());
      assertEquals("3", one(c, "SELECT count(*) FROM item"));
      assertFalse(lending.pool.connections().get(0).transaction());
    }
  }

  @Test
  public void whatIsCommittedStaysAndSavepointsWork() throws SQLException {
    try (Connection c = borrow()) {
      c.setAutoCommit(false);
      c.createStatement().executeUpdate("INSERT INTO item VALUES (4, 'four')");
      var savepoint = c.setSavepoint();
      c.createStatement().executeUpdate("INSERT INTO item VALUES (5, 'five')");
      c.rollback(savepoint);
      c.commit();
    }
    try (Connection c = borrow()) {
      assertEquals("4", one(c, "SELECT count(*) FROM item"));
    }
  }

  @Test
  public void whatABorrowerSetsIsSetBack() throws SQLException {
    int isolation;
    boolean readOnly;
    String schema;
    String catalog;
    int holdability;
    int timeout;
    try (Connection c = borrow()) {
      isolation = c.getTransactionIsolation();
      readOnly = c.isReadOnly();
      schema = c.getSchema();
      catalog = c.getCatalog();
      holdability = c.getHoldability();
      timeout = c.getNetworkTimeout();
      c.setTransactionIsolation(Connection.TRANSACTION_SERIALIZABLE);
      c.setReadOnly(true);
      setOtherSchema(c);
      c.setHoldability(
          holdability == ResultSet.HOLD_CURSORS_OVER_COMMIT
              ? ResultSet.CLOSE_CURSORS_AT_COMMIT
              : ResultSet.HOLD_CURSORS_OVER_COMMIT);
      c.setNetworkTimeout(Runnable::run, 60_000);
      c.setAutoCommit(false);
      assertEquals("3", one(c, "SELECT count(*) FROM item"));
    }
    try (Connection c = borrow()) {
      assertTrue(c.getAutoCommit());
      assertEquals(isolation, c.getTransactionIsolation());
      assertEquals(readOnly, c.isReadOnly());
      assertEquals(schema, c.getSchema());
      assertEquals(catalog, c.getCatalog());
      assertEquals(holdability, c.getHoldability());
      assertEquals(timeout, c.getNetworkTimeout());
      assertNull(c.getWarnings());
      assertEquals(1, c.createStatement().executeUpdate("INSERT INTO item VALUES (6, 'six')"));
    }
    assertEquals("by setting back, not by opening", 1, lending.pool.stats().totalCreated());
  }

  /** Changes the schema to another, without touching {@code item}'s visibility. */
  void setOtherSchema(Connection connection) throws SQLException {
    connection.setSchema(connection.getSchema());
  }

  @Test
  public void statementsAndResultsCloseWithTheirConnection() throws SQLException {
    Connection c = borrow();
    Statement statement = c.createStatement();
    PreparedStatement prepared = c.prepareStatement("SELECT name FROM item WHERE id = ?");
    ResultSet result = statement.executeQuery("SELECT id, name FROM item ORDER BY id");
    assertTrue(result.next());
    DatabaseMetaData meta = c.getMetaData();
    c.close();
    assertTrue(statement.isClosed());
    assertTrue(prepared.isClosed());
    assertTrue(result.isClosed());
    assertState("08003", () -> result.getInt(1));
    assertState("08003", result::next);
    assertState("08003", () -> statement.executeQuery("SELECT 1"));
    assertState("08003", () -> prepared.setInt(1, 1));
    assertState("08003", prepared::executeQuery);
    assertState("08003", () -> meta.getTables(null, null, null, null));
    assertState("08003", meta::getConnection);
    result.close();
    prepared.close();
    statement.close();
    assertFalse("not an error, as JDBC says", c.isValid(1));
  }

  @Test
  public void whatWasMadeKnowsItsMaker() throws SQLException {
    try (Connection c = borrow();
        Statement s = c.createStatement();
        ResultSet r = s.executeQuery("SELECT id FROM item");
        PreparedStatement p = c.prepareStatement("SELECT id FROM item")) {
      assertSame(c, s.getConnection());
      assertSame(c, p.getConnection());
      assertSame(s, r.getStatement());
      assertSame(c, c.getMetaData().getConnection());
      try (ResultSet types = c.getMetaData().getTypeInfo()) {
        assertTrue(types.next());
        assertNull("none of the borrower's", types.getStatement());
      }
      assertEquals("id", r.getMetaData().getColumnLabel(1).toLowerCase(java.util.Locale.ROOT));
    }
  }

  @Test
  public void twoResultsAreReadSideBySide() throws SQLException {
    try (Connection c = borrow();
        Statement outer = c.createStatement();
        Statement inner = c.createStatement();
        ResultSet a = outer.executeQuery("SELECT id FROM item ORDER BY id")) {
      List<Integer> seen = new ArrayList<>();
      while (a.next()) {
        try (ResultSet b = inner.executeQuery("SELECT id FROM item ORDER BY id DESC")) {
          while (b.next()) {
            seen.add(10 * a.getInt(1) + b.getInt(1));
          }
        }
      }
      assertEquals(List.of(13, 12, 11, 23, 22, 21, 33, 32, 31), seen);
    }
  }

  @Test
  public void unwrapGivesTheDriversOwnAndTheConnectionIsReplacedAfterIt() throws SQLException {
    String driver;
    try (Connection c = borrow()) {
      assertSame(c, c.unwrap(Connection.class));
      assertTrue(c.isWrapperFor(Connection.class));
      Class<?> type = driverType();
      assertTrue(c.isWrapperFor(type));
      driver = c.unwrap(type).getClass().getName();
      assertFalse(driver.startsWith("io.fairlead"));
      assertFalse(c.isWrapperFor(java.util.List.class));
      assertThrows(SQLException.class, () -> c.unwrap(java.util.List.class));
    }
    try (Connection c = borrow()) {
      assertEquals("3", one(c, "SELECT count(*) FROM item"));
    }
    assertEquals("nobody knows what was done with it", 2, lending.pool.stats().totalCreated());
  }

  abstract Class<?> driverType();

  @Test
  public void aBatchRunsAndGivenKeysAreRead() throws SQLException {
    try (Connection c = borrow();
        PreparedStatement p = c.prepareStatement("INSERT INTO item VALUES (?, ?)");
        Statement s = c.createStatement()) {
      for (int i = 10; i < 14; i++) {
        p.setInt(1, i);
        p.setString(2, "n" + i);
        p.addBatch();
      }
      assertEquals(4, p.executeBatch().length);
      s.addBatch("DELETE FROM item WHERE id = 10");
      s.addBatch("DELETE FROM item WHERE id = 11");
      assertEquals(2, s.executeBatch().length);
      assertEquals("5", one(c, "SELECT count(*) FROM item"));
    }
  }

  @Test
  public void anErrorOfTheDatabaseIsTheDriversAndLeavesTheConnectionUsable() throws SQLException {
    try (Connection c = borrow()) {
      SQLException e =
          assertThrows(
              SQLException.class, () -> c.createStatement().execute("INSERT INTO item VALUES (1)"));
      assertFalse(e.getClass().getName().startsWith("io.fairlead"));
      assertEquals("3", one(c, "SELECT count(*) FROM item"));
    }
    assertEquals(1, lending.pool.stats().totalCreated());
  }

  @Test
  public void aKilledConnectionIsTheBorrowersNoMore() throws SQLException {
    Connection c = borrow();
    assertEquals("3", one(c, "SELECT count(*) FROM item"));
    Statement statement = c.createStatement();
    assertTrue(lending.pool.kill(lending.pool.connections().get(0).connectionId()));
    assertTrue(c.isClosed());
    assertState("08003", () -> statement.executeQuery("SELECT 1"));
    assertState("08003", c::commit);
    assertState("08003", c::createStatement);
    c.close();
    try (Connection next = borrow()) {
      assertEquals("3", one(next, "SELECT count(*) FROM item"));
    }
  }

  @Test
  public void aConnectionThatIsKilledWhileACallRunsEndsTheCall() throws Exception {
    Connection c = borrow();
    CompletableFuture<String> running = runs(c);
    assertTrue(lending.pool.kill(lending.pool.connections().get(0).connectionId()));
    assertEquals("08003", running.get(20, TimeUnit.SECONDS));
    c.close();
    try (Connection next = borrow()) {
      assertEquals("3", one(next, "SELECT count(*) FROM item"));
    }
  }

  @Test
  public void aStatementIsCancelledFromAnotherThreadAndTheConnectionIsUsedOn() throws Exception {
    try (Connection c = borrow()) {
      Statement endless = c.createStatement();
      Statement other = c.createStatement();
      CompletableFuture<String> running = runs(endless);
      other.cancel();
      assertFalse("not what runs", running.isDone());
      Lending.until("it is stopped", () -> stopped(endless, running));
      assertNotEquals("08003", running.get(20, TimeUnit.SECONDS));
      assertEquals("3", one(c, "SELECT count(*) FROM item"));
    }
    assertEquals(1, lending.pool.stats().totalCreated());
  }

  @Test
  public void closedByAnotherThreadItComesHomeWhenTheCallHasEnded() throws Exception {
    Connection c = borrow();
    c.setAutoCommit(false);
    c.createStatement().executeUpdate("INSERT INTO item VALUES (7, 'seven')");
    Statement endless = c.createStatement();
    CompletableFuture<String> running = runs(endless);
    c.close();
    assertTrue(c.isClosed());
    assertState("08003", endless::cancel);
    assertFalse("the call goes on", running.isDone());
    assertEquals("and keeps the connection from others", 1, lending.out());
    lending.pool.kill(lending.pool.connections().get(0).connectionId());
    running.get(20, TimeUnit.SECONDS);
    try (Connection next = borrow()) {
      assertEquals("3", one(next, "SELECT count(*) FROM item"));
    }
  }

  /** A cancel that comes before a statement has begun is for nothing, as JDBC has it. */
  private static boolean stopped(Statement statement, CompletableFuture<String> running) {
    try {
      statement.cancel();
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
    return running.isDone();
  }

  private CompletableFuture<String> runs(Connection connection) throws SQLException {
    return runs(connection.createStatement());
  }

  /** What state a statement that does not end ends with; back when it runs. */
  private CompletableFuture<String> runs(Statement statement) {
    CompletableFuture<String> ended =
        CompletableFuture.supplyAsync(
            () -> {
              try {
                ResultSet result = statement.executeQuery(endless());
                while (result.next()) {}
                return "ended";
              } catch (SQLException e) {
                return e.getSQLState();
              }
            });
    Lending.until(
        "it runs",
        () -> lending.pool.connections().stream().anyMatch(c -> endless().equals(c.statement())));
    return ended;
  }

  /** Reads some rows, and hangs in the driver; what state that ends with. */
  private CompletableFuture<String> reads(Statement statement) {
    CompletableFuture<String> ended = new CompletableFuture<>();
    AtomicInteger rows = new AtomicInteger();
    Thread reader =
        new Thread(
            () -> {
              try {
                statement.setFetchSize(1);
                try (ResultSet result = statement.executeQuery(fewRows())) {
                  while (result.next()) {
                    rows.incrementAndGet();
                  }
                  ended.complete("ended");
                }
              } catch (SQLException e) {
                ended.complete(e.getSQLState());
              }
            });
    reader.start();
    String driver = driverType().getPackageName();
    Lending.until(
        "it hangs in the driver",
        () ->
            ended.isDone()
                || rows.get() == rowsAtOnce()
                    && Arrays.stream(reader.getStackTrace())
                        .anyMatch(frame -> frame.getClassName().startsWith(driver)));
    assertFalse(rows + " rows, then " + ended.getNow(""), ended.isDone());
    return ended;
  }

  @Test
  public void aReadOfRowsIsCancelledFromAnotherThreadAndTheConnectionIsUsedOn() throws Exception {
    try (Connection c = borrow()) {
      c.setAutoCommit(false);
      Statement reading = c.createStatement();
      Statement other = c.createStatement();
      CompletableFuture<String> running = reads(reading);
      other.cancel();
      assertFalse("not what runs", running.isDone());
      reading.cancel();
      assertEquals(cancelledState(), get(running));
      c.rollback();
      assertEquals("3", one(c, "SELECT count(*) FROM item"));
    }
    assertEquals(1, lending.pool.stats().totalCreated());
  }

  /** As the driver has it, of a statement that was cancelled. */
  String cancelledState() {
    return "57014";
  }

  @Test
  public void aReadThatTakesTooLongIsCancelledByThePool() throws Exception {
    lending.pool.apply(settings(Map.of("statement_timeout_secs", "1")), lending.from());
    try (Connection c = borrow()) {
      c.setAutoCommit(false);
      assertEquals("57014", get(reads(c.createStatement())));
      c.rollback();
      assertEquals("3", one(c, "SELECT count(*) FROM item"));
    }
    assertEquals(1, lending.pool.stats().totalCreated());
  }

  @Test
  public void aStatementThatTakesTooLongIsCancelledByThePool() throws Exception {
    lending.pool.apply(settings(Map.of("statement_timeout_secs", "1")), lending.from());
    try (Connection c = borrow();
        Statement s = c.createStatement()) {
      SQLException e = assertThrows(SQLTimeoutException.class, () -> s.execute(endless()));
      assertEquals("57014", e.getSQLState());
      String says = "pool shop: connection \\d+: statement timeout: cancelled after 1 s";
      assertTrue(e.getMessage(), e.getMessage().matches(says));
      assertEquals("3", one(c, "SELECT count(*) FROM item"));
    }
    assertEquals(1, lending.pool.stats().totalCreated());
  }

  @Test
  public void aCancelBetweenTwoRowsEndsTheResultAndNothingElse() throws Exception {
    try (Connection c = borrow()) {
      PreparedStatement p = c.prepareStatement("SELECT id FROM item ORDER BY id");
      ResultSet result = p.executeQuery();
      assertTrue(result.next());
      p.cancel();
      assertState("57014", result::next);
      assertEquals("3", one(c, "SELECT count(*) FROM item"));
      assertTrue("it may run again", p.executeQuery().next());
    }
    assertEquals(1, lending.pool.stats().totalCreated());
  }

  @Test
  public void aCancelWhileRowsAreReadMeetsNothingThatRunsLater() throws Exception {
    String rows = "SELECT a.id FROM item a, item b, item c, item d, item e, item f";
    try (Connection c = borrow()) {
      c.setAutoCommit(false);
      for (int i = 0; i < 100; i++) {
        Statement reading = c.createStatement();
        reading.setFetchSize(10);
        ResultSet result = reading.executeQuery(rows);
        assertTrue(result.next());
        CompletableFuture<Void> cancel =
            CompletableFuture.runAsync(
                () -> {
                  try {
                    reading.cancel();
                  } catch (SQLException e) {
                    throw new CompletionException(e);
                  }
                });
        try {
          while (result.next()) {}
        } catch (SQLException e) {
          assertEquals("57014", e.getSQLState());
        }
        get(cancel.thenApply(done -> ""));
        result.close();
        c.rollback();
        assertEquals("3", one(c, "SELECT count(*) FROM item"));
      }
    }
  }

  @Test
  public void aTransactionThatNobodyGoesOnWithIsRolledBackAndItsBorrowerTold() throws Exception {
    lending.pool.apply(settings(Map.of("idle_in_transaction_timeout_secs", "1")), lending.from());
    Connection c = borrow();
    c.setAutoCommit(false);
    Statement s = c.createStatement();
    s.executeUpdate("INSERT INTO item VALUES (8, 'eight')");
    Lending.until("it is ended", () -> closed(c));
    SQLException e = assertThrows(SQLException.class, () -> s.execute("SELECT 1"));
    assertEquals("08003", e.getSQLState());
    String says = "pool shop: connection \\d+: idle in transaction timeout: rolled back after 1 s";
    assertTrue(e.getMessage(), e.getMessage().matches(says));
    try (Connection next = borrow()) {
      assertEquals("3", one(next, "SELECT count(*) FROM item"));
    }
    c.close();
  }

  private static boolean closed(Connection connection) {
    try {
      return connection.isClosed();
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  public void aTransactionThatLastsTooLongIsRolledBackAndItsBorrowerTold() throws Exception {
    lending.pool.apply(settings(Map.of("transaction_timeout_secs", "1")), lending.from());
    Connection c = borrow();
    c.setAutoCommit(false);
    Statement s = c.createStatement();
    s.executeUpdate("INSERT INTO item VALUES (8, 'eight')");
    CompletableFuture<String> running = runs(s);
    assertEquals("08003", get(running));
    SQLException e = assertThrows(SQLException.class, c::commit);
    assertTrue(e.getMessage(), e.getMessage().contains(": transaction timeout: rolled back"));
    try (Connection next = borrow()) {
      assertEquals("3", one(next, "SELECT count(*) FROM item"));
    }
  }

  @Test
  public void aTransactionIsOpenFromItsFirstStatementToItsEnd() throws Exception {
    try (Connection c = borrow()) {
      for (int i = 0; i < 2; i++) {
        c.setAutoCommit(false);
        assertFalse(lending.pool.connections().get(0).transaction());
        one(c, "SELECT count(*) FROM item");
        assertTrue(lending.pool.connections().get(0).transaction());
        c.setAutoCommit(false);
        assertTrue("as it was", lending.pool.connections().get(0).transaction());
        c.commit();
        assertFalse(lending.pool.connections().get(0).transaction());
        c.isValid(5);
        assertFalse(lending.pool.connections().get(0).transaction());
      }
      c.setAutoCommit(true);
      one(c, "SELECT count(*) FROM item");
      assertFalse(lending.pool.connections().get(0).transaction());
    }
  }

  @Test
  public void aStatementsTimeoutIsNotTheNextBorrowers() throws Exception {
    try (Connection c = borrow();
        Statement s = c.createStatement()) {
      s.setQueryTimeout(1);
      assertThrows(
          SQLException.class,
          () -> {
            ResultSet result = s.executeQuery(endless());
            while (result.next()) {}
          });
    }
    try (Connection c = borrow();
        Statement s = c.createStatement()) {
      assertEquals(0, s.getQueryTimeout());
    }
  }

  final io.fairlead.pool.core.PoolSettings settings(Map<String, String> changed) {
    return lending.settings(changed);
  }

  @Test
  public void manyThreadsShareOneConnectionOneAtATime() throws Exception {
    List<CompletableFuture<Integer>> all = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      int base = 1000 * (i + 1);
      all.add(
          CompletableFuture.supplyAsync(
              () -> {
                try {
                  for (int k = 0; k < 25; k++) {
                    try (Connection c = borrow();
                        PreparedStatement p =
                            c.prepareStatement("INSERT INTO item VALUES (?, ?)")) {
                      c.setAutoCommit(false);
                      p.setInt(1, base + k);
                      p.setString(2, "x");
                      p.executeUpdate();
                      if (k % 2 == 0) {
                        c.commit();
                      }
                    }
                  }
                  return 13;
                } catch (SQLException e) {
                  throw new IllegalStateException(e);
                }
              }));
    }
    int committed = 3;
    for (CompletableFuture<Integer> one : all) {
      committed += one.get(60, TimeUnit.SECONDS);
    }
    try (Connection c = borrow()) {
      assertEquals(String.valueOf(committed), one(c, "SELECT count(*) FROM item"));
    }
    assertEquals(1, lending.pool.stats().totalCreated());
  }

  @Test
  public void twoThreadsOnOneHandleTakeTurns() throws Exception {
    try (Connection c = borrow()) {
      List<CompletableFuture<String>> all = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        all.add(
            CompletableFuture.supplyAsync(
                () -> {
                  try {
                    String last = "";
                    for (int k = 0; k < 50; k++) {
                      last = one(c, "SELECT count(*) FROM item");
                    }
                    return last;
                  } catch (SQLException e) {
                    return e.toString();
                  }
                }));
      }
      for (CompletableFuture<String> one : all) {
        assertEquals("3", get(one));
      }
    }
  }

  private static String get(CompletableFuture<String> future)
      throws InterruptedException, ExecutionException, java.util.concurrent.TimeoutException {
    return future.get(60, TimeUnit.SECONDS);
  }

  @Test
  public void noCallOfAClosedHandleReachesTheDriver() throws Exception {
    Connection c = borrow();
    Statement statement = c.createStatement();
    PreparedStatement prepared = c.prepareStatement("SELECT id, name FROM item WHERE id > ?");
    prepared.setInt(1, 0);
    ResultSet result = prepared.executeQuery();
    assertTrue(result.next());
    var meta = result.getMetaData();
    c.close();
    assertEquals(List.of(), EveryMethod.notRefused(Connection.class, c));
    assertEquals(List.of(), EveryMethod.notRefused(Statement.class, statement));
    assertEquals(List.of(), EveryMethod.notRefused(PreparedStatement.class, prepared));
    assertEquals(List.of(), EveryMethod.notRefused(ResultSet.class, result));
    assertEquals(List.of(), EveryMethod.notRefused(java.sql.ResultSetMetaData.class, meta));
  }
}
