package io.fairlead.pool;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import io.fairlead.kernel.error.Conflict;
import io.fairlead.kernel.error.Exhausted;
import io.fairlead.kernel.error.Fault;
import io.fairlead.kernel.error.Invalid;
import io.fairlead.kernel.error.NotFound;
import io.fairlead.kernel.error.Stale;
import io.fairlead.traffic.pool.BudgetView;
import io.fairlead.traffic.pool.PoolView;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.After;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

public class BudgetsFacadeTest {

  private static final Optional<String> ANY = Optional.empty();

  @Rule public final TemporaryFolder temporary = new TemporaryFolder();

  private Stage stage;
  private BudgetsFacade budgets;

  @Before
  public void start() {
    stage = new Stage(temporary.getRoot().toPath());
    budgets = new BudgetsFacade(stage.store, stage.budgets, stage.directory);
  }

  @After
  public void stop() {
    stage.close();
  }

  private void restart() {
    stage.close();
    start();
  }

  private BudgetView budget(int max) {
    return budgets.create(Map.of("name", "db1", "max_connections", max)).budget();
  }

  private static Map<String, Object> sharing(String name, int min, int weight) {
    Map<String, Object> settings = new HashMap<>(Stage.small(name));
    settings.put("min_connections", min);
    settings.put("max_connections", 8);
    settings.put("initial_connections", min);
    settings.put("budget", "db1");
    settings.put("budget_weight", weight);
    return settings;
  }

  private PoolView pool(String name, int min, int weight) {
    PoolView made = stage.pools.create(sharing(name, min, weight)).pool();
    stage.settle();
    return made;
  }

  private static List<String> faults(Invalid invalid) {
    return invalid.faults().stream().map(Fault::toString).toList();
  }

  private String members() {
    return String.join(
        "; ",
        budgets.find("db1").orElseThrow().members().stream()
            .map(m -> m.pool() + " " + m.taken() + " of " + m.share() + " weight " + m.weight())
            .toList());
  }

  @Test
  public void aBudgetIsMadeChangedUsedAndKeptOverARestart() throws Exception {
    assertTrue(budget(4).applied());
    PoolView orders = pool("orders", 1, 3);
    assertEquals("db1", orders.budget());
    assertEquals(3, orders.budgetWeight());
    pool("stock", 1, 1);
    Stage.await("filled", () -> budgets.find("db1").orElseThrow().taken() == 2);
    assertEquals("orders 1 of 3 weight 3; stock 1 of 3 weight 1", members());
    BudgetView changed = budgets.update("db1", Map.of("max_connections", 6), ANY).budget();
    assertEquals(6, changed.maxConnections());
    assertEquals(2, changed.guaranteed());
    restart();
    Stage.await("filled again", () -> budgets.find("db1").orElseThrow().taken() == 2);
    assertEquals("orders 1 of 5 weight 3; stock 1 of 5 weight 1", members());
    assertEquals(6, budgets.list().get(0).maxConnections());
    assertTrue(budgets.list().get(0).applied());
  }

  @Test
  public void whatDoesNotFitIsRefusedByNameAndNothingIsStored() {
    budget(4);
    pool("orders", 3, 1);
    assertEquals(
        List.of(
            "min_connections: 2 (expected: <= 1, which is what budget db1 with its max_connections"
                + " of 4 has left beside the minima of orders 3)"),
        faults(assertThrows(Invalid.class, () -> pool("stock", 2, 1))));
    assertTrue(stage.pools.find("stock").isEmpty());
    assertThrows(Invalid.class, () -> stage.pools.tryOut(sharing("stock", 2, 1)));
    assertEquals(
        List.of(
            "max_connections: 2 (expected: >= 3, the sum of min_connections of its pools: orders 3)"),
        faults(
            assertThrows(
                Invalid.class, () -> budgets.update("db1", Map.of("max_connections", 2), ANY))));
    assertEquals(
        "min_connections",
        assertThrows(
                Invalid.class,
                () ->
                    stage.pools.update(
                        "orders", Map.of("min_connections", 5, "initial_connections", 5), ANY))
            .faults()
            .get(0)
            .field());
    assertEquals(
        List.of("budget: none (expected: the name of a budget that there is)"),
        faults(
            assertThrows(
                Invalid.class, () -> stage.pools.update("orders", Map.of("budget", "none"), ANY))));
    assertEquals(
        List.of(
            "name: A-b (expected: a name like [a-z][a-z0-9_]{0,62})",
            "max_connections: 0 (expected: 1 to 100000)"),
        faults(
            assertThrows(
                Invalid.class, () -> budgets.create(Map.of("name", "A-b", "max_connections", 0)))));
    assertEquals(4, budgets.find("db1").orElseThrow().maxConnections());
  }

  @Test
  public void oneThatPoolsAreInIsNotRemoved() {
    BudgetView made = budget(4);
    pool("orders", 1, 1);
    Conflict used = assertThrows(Conflict.class, () -> budgets.delete("db1", ANY));
    assertEquals("budget db1: pools are in it: orders", used.getMessage());
    stage.pools.update("orders", java.util.Collections.singletonMap("budget", null), ANY);
    stage.settle();
    assertEquals(0, budgets.find("db1").orElseThrow().taken());
    assertThrows(Stale.class, () -> budgets.delete("db1", Optional.of("other")));
    budgets.delete("db1", Optional.of(made.revision()));
    assertTrue(budgets.find("db1").isEmpty());
    assertThrows(NotFound.class, () -> budgets.delete("db1", ANY));
    assertThrows(NotFound.class, () -> budgets.update("db1", Map.of(), ANY));
    restart();
    assertEquals(List.of(), budgets.list());
    assertTrue("on its own", stage.pools.find("orders").orElseThrow().budget() == null);
  }

  @Test
  public void aDryRunTakesAPlaceAndIsRefusedWhenThereIsNone() {
    budget(2);
    pool("orders", 1, 1);
    Stage.await("filled", () -> budgets.find("db1").orElseThrow().taken() == 1);
    assertTrue(stage.pools.tryOut(sharing("stock", 0, 1)).opened());
    Stage.await("given back", () -> budgets.find("db1").orElseThrow().taken() == 1);
    budgets.update("db1", Map.of("max_connections", 1), ANY);
    stage.settle();
    Exhausted none =
        assertThrows(Exhausted.class, () -> stage.pools.tryOut(sharing("stock", 0, 1)));
    assertEquals("budget db1: 1 of 1 places taken", none.getMessage());
    assertEquals(1, stage.server.open());
  }

  @Test
  public void twoOfOneNameAreAConflict() {
    budget(4);
    assertThrows(Conflict.class, () -> budget(5));
    assertEquals(4, budgets.find("db1").orElseThrow().maxConnections());
  }

  @Test
  public void whatGetShowsCanBePutBack() {
    budget(4);
    BudgetView back =
        budgets
            .update(
                "db1",
                Map.of("name", "db1", "max_connections", 5, "taken", 0, "members", List.of()),
                ANY)
            .budget();
    assertEquals(5, back.maxConnections());
  }

  @Test
  public void aFileThatNamesNoBudgetThatThereIsIsNotTakenAndSaysWhy() throws Exception {
    budget(4);
    pool("orders", 1, 1);
    var file = stage.folder.resolve("etc/io.fairlead.pool-orders.cfg");
    String before = Files.readString(file);
    stage.editByHand("orders", before.replace("db1", "db2"));
    PoolView orders = stage.pools.find("orders").orElseThrow();
    assertFalse(orders.applied());
    assertTrue(orders.configError(), orders.configError().contains("budget"));
    assertEquals(
        "it goes on in the one that it was in",
        List.of("orders"),
        budgets.find("db1").orElseThrow().members().stream().map(BudgetView.Member::pool).toList());
    stage.editByHand("orders", before);
    assertTrue(stage.pools.find("orders").orElseThrow().applied());
  }

  @Test
  public void manyChangesAtOnceNeverGuaranteeMoreThanThereIs() throws Exception {
    budget(5);
    List<Thread> threads =
        Arrays.asList("a", "b", "c", "d").stream()
            .map(
                name ->
                    new Thread(
                        () -> {
                          try {
                            stage.pools.create(sharing(name, 2, 1));
                          } catch (Invalid e) {
                            // two of them have no room
                          }
                        }))
            .toList();
    threads.forEach(Thread::start);
    for (Thread thread : threads) {
      thread.join(10_000);
    }
    stage.settle();
    assertEquals(2, stage.pools.list().size());
    assertEquals(4, budgets.find("db1").orElseThrow().guaranteed());
    assertTrue(stage.pools.list().stream().allMatch(PoolView::applied));
  }

  private BudgetView db1() {
    return budgets.find("db1").orElseThrow();
  }

  private PoolView seen(String pool) {
    return stage.pools.find(pool).orElseThrow();
  }

  private Path file(String name) {
    return stage.folder.resolve("etc/io.fairlead." + name + ".cfg");
  }

  @Test
  public void aHandEditThatWasRefusedIsRefusedAtTheNextStartTooAndAllPoolsComeUp()
      throws Exception {
    budget(6);
    pool("orders", 2, 1);
    pool("stock", 1, 1);
    stage.editBudgetByHand("db1", "max_connections = 1\n");
    String refused = db1().configError();
    restart();
    assertEquals(refused, db1().configError());
    assertFalse(db1().applied());
    assertEquals(3, db1().guaranteed());
    assertTrue(
        stage.pools.list().toString(), stage.pools.list().stream().allMatch(PoolView::applied));
    stage.editBudgetByHand("db1", "max_connections = 3\n");
    assertTrue(db1().applied());
  }

  @Test
  public void filesThatFitTogetherAreTakenThoughEditedWhileTheServerWasDown() throws Exception {
    budget(6);
    pool("orders", 2, 1);
    pool("stock", 2, 1);
    stage.close();
    Files.writeString(file("pool.budget-db1"), "max_connections = 2\n");
    for (String name : List.of("orders", "stock")) {
      String before = Files.readString(file("pool-" + name));
      Files.writeString(
          file("pool-" + name),
          before.replaceAll("(min|initial)_connections *= *2", "$1_connections = 1"));
    }
    start();
    assertTrue(db1().applied());
    assertEquals(2, db1().guaranteed());
    assertEquals(2, db1().maxConnections());
  }

  @Test
  public void aMinimumThatWasRefusedTakesNothingFromOthersAtTheNextStart() throws Exception {
    budget(6);
    pool("orders", 2, 1);
    pool("stock", 1, 1);
    String before = Files.readString(file("pool-orders"));
    stage.editByHand(
        "orders", before.replaceAll("(min|initial)_connections *= *2", "$1_connections = 6"));
    assertFalse(seen("orders").applied());
    restart();
    assertTrue(seen("stock").applied());
    assertEquals("running", seen("orders").state());
    assertEquals(3, db1().guaranteed());
    assertTrue(seen("orders").configError(), seen("orders").configError().contains("<= 5"));
    stage.editByHand("orders", before);
    assertTrue(seen("orders").applied());
  }

  @Test
  public void poolsWhoseBudgetComesBackComeUp() throws Exception {
    budget(6);
    pool("orders", 2, 1);
    pool("stock", 1, 1);
    stage.close();
    Files.delete(file("pool.budget-db1"));
    start();
    assertEquals(List.of(), budgets.list());
    assertEquals("refused", seen("orders").state());
    budget(6);
    stage.settle();
    assertTrue(stage.pools.list().stream().allMatch(PoolView::applied));
    assertEquals("running", seen("orders").state());
    assertEquals(3, db1().guaranteed());
  }

  @Test
  public void aPoolThatNamedABudgetTooEarlyIsInItWhenItIsMade() throws Exception {
    stage.pools.create(Stage.small("orders"));
    stage.settle();
    String before = Files.readString(file("pool-orders"));
    stage.editByHand("orders", before + "budget = db1\n");
    assertFalse(seen("orders").applied());
    budget(2);
    stage.settle();
    assertTrue(seen("orders").applied());
    assertEquals(List.of("orders"), db1().members().stream().map(BudgetView.Member::pool).toList());
  }

  @Test
  public void whatFoundNoRoomIsTakenWhenThereIsSome() throws Exception {
    budget(3);
    pool("orders", 2, 1);
    pool("stock", 1, 1);
    String orders = Files.readString(file("pool-orders"));
    stage.editByHand("late", orders.replace("jdbc:fake:orders", "jdbc:fake:late"));
    assertEquals("refused", seen("late").state());
    stage.pools.delete("orders", ANY);
    Stage.await("orders is gone", () -> stage.pools.find("orders").isEmpty());
    Stage.await("late has its room", () -> seen("late").applied());
    stage.editBudgetByHand("db1", "max_connections = 1\n");
    assertFalse("3 are kept", db1().applied());
    stage.pools.delete("late", ANY);
    Stage.await("the budget may be smaller", () -> db1().applied());
    assertEquals(1, db1().maxConnections());
  }

  @Test
  public void aBudgetWhoseFileIsGoneSaysSoAndIsStoredAgainByAChange() throws Exception {
    BudgetView made = budget(4);
    pool("orders", 1, 1);
    stage.removeBudgetByHand("db1");
    BudgetView gone = db1();
    assertEquals(
        "its file is gone; it lives on while pools are in it, until the next start",
        gone.configError());
    assertFalse(gone.applied());
    assertEquals(
        "budget db1: pools are in it: orders",
        assertThrows(Conflict.class, () -> budgets.delete("db1", ANY)).getMessage());
    assertThrows(Stale.class, () -> budgets.update("db1", Map.of(), Optional.of(made.revision())));
    BudgetView back = budgets.update("db1", Map.of(), ANY).budget();
    assertEquals("with what it ran with", made.revision(), back.revision());
    assertTrue(back.applied());
    assertEquals(null, back.configError());
    assertEquals(1, back.members().size());
    restart();
    assertTrue(seen("orders").applied());
  }

  @Test
  public void anEmptyBudgetWhoseFileIsGoneIsGone() throws Exception {
    budget(4);
    stage.removeBudgetByHand("db1");
    assertTrue(budgets.find("db1").isEmpty());
    assertThrows(NotFound.class, () -> budgets.update("db1", Map.of(), ANY));
  }
}
