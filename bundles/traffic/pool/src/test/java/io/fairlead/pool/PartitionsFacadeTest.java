package io.fairlead.pool;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertNotEquals;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import io.fairlead.kernel.error.Conflict;
import io.fairlead.kernel.error.Fault;
import io.fairlead.kernel.error.Invalid;
import io.fairlead.kernel.error.NotFound;
import io.fairlead.kernel.error.Stale;
import io.fairlead.traffic.pool.AcquireRequest;
import io.fairlead.traffic.pool.Loan;
import io.fairlead.traffic.pool.PartitionView;
import io.fairlead.traffic.pool.PoolView;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.After;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

public class PartitionsFacadeTest {

  private static final Optional<String> ANY = Optional.empty();

  @Rule public final TemporaryFolder temporary = new TemporaryFolder();

  private Stage stage;
  private PartitionsFacade partitions;

  @Before
  public void start() {
    stage = new Stage(temporary.getRoot().toPath());
    partitions = new PartitionsFacade(stage.store, stage.directory);
  }

  @After
  public void stop() {
    stage.close();
  }

  private void pool() {
    Map<String, Object> settings = new HashMap<>(Stage.small("orders"));
    settings.put("max_connections", 4);
    settings.put("partitioning", Map.of("enabled", true));
    stage.pools.create(settings);
    stage.settle();
  }

  private static Map<String, Object> gold(int min, int max) {
    return Map.of(
        "name",
        "gold",
        "type",
        "User",
        "match",
        "ann",
        "limits",
        Map.of("min_connections", min, "max_connections", max));
  }

  private PartitionView find(String name) {
    return partitions.find("orders", name).orElseThrow();
  }

  private Loan acquire(String user) throws InterruptedException {
    return stage.pools.pool("orders").orElseThrow().acquire(AcquireRequest.of(user));
  }

  private static List<String> faults(Invalid invalid) {
    return invalid.faults().stream().map(Fault::toString).sorted().toList();
  }

  @Test
  public void aPartitionIsMadeChangedAndKeptOverARestart() throws Exception {
    pool();
    assertEquals(List.of("default"), names());
    assertTrue(find("default").builtIn());
    PartitionView made = partitions.create("orders", gold(1, 2)).partition();
    stage.settle();
    assertTrue(find("gold").applied());
    assertEquals("user", made.type());
    assertEquals(500, made.limits().maxWaitQueue());
    assertEquals(List.of("default", "gold"), names());
    Loan loan = acquire("ann");
    assertEquals(1, find("gold").usage().activeConnections());
    assertEquals(1, partitions.stats("orders", "gold").connectionsAcquired());
    loan.release();
    PartitionView changed =
        partitions
            .update("orders", "gold", Map.of("weight", 3, "limits", Map.of("window_secs", 5)), ANY)
            .partition();
    assertEquals(3, changed.weight());
    assertEquals(2, changed.limits().maxConnections());
    assertNotEquals(made.revision(), changed.revision());
    stop();
    start();
    PartitionView again = find("gold");
    assertEquals(changed.revision(), again.revision());
    assertEquals(changed.limits(), again.limits());
    PoolView pool = stage.pools.find("orders").orElseThrow();
    assertTrue("the pool's own fields are not touched", pool.partitioning().enabled());
  }

  private List<String> names() {
    return partitions.list("orders").stream().map(PartitionView::name).toList();
  }

  @Test
  public void everyWrongFieldIsNamed() {
    pool();
    Invalid wrong =
        assertThrows(
            Invalid.class,
            () ->
                partitions.create(
                    "orders",
                    Map.of(
                        "name",
                        "No-Name",
                        "type",
                        "table",
                        "weight",
                        0,
                        "limits",
                        Map.of("max_connections", "many", "colour", 1))));
    assertEquals(
        List.of("limits.colour", "limits.max_connections", "name", "type", "weight"),
        wrong.faults().stream().map(Fault::field).sorted().toList());
    wrong = assertThrows(Invalid.class, () -> partitions.create("orders", gold(5, 9)));
    assertEquals("the minima are more than the pool has", 1, faults(wrong).size());
    assertEquals("limits.min_connections", wrong.faults().get(0).field());
    partitions.create("orders", gold(3, 3));
    assertThrows(
        Invalid.class, () -> stage.pools.update("orders", Map.of("max_connections", 2), ANY));
    assertThrows(Conflict.class, () -> partitions.create("orders", gold(0, 1)));
    assertThrows(NotFound.class, () -> partitions.create("nothing", gold(0, 1)));
    assertThrows(NotFound.class, () -> partitions.update("orders", "no", Map.of(), ANY));
    assertThrows(NotFound.class, () -> partitions.stats("orders", "no"));
  }

  @Test
  public void aStaleRevisionChangesNothing() {
    pool();
    String first = partitions.create("orders", gold(1, 2)).partition().revision();
    String second =
        partitions
            .update("orders", "gold", Map.of("weight", 2), Optional.of(first))
            .partition()
            .revision();
    assertThrows(
        Stale.class,
        () -> partitions.update("orders", "gold", Map.of("weight", 9), Optional.of(first)));
    stage.pools.update("orders", Map.of("max_wait_queue", 7), ANY);
    partitions.update("orders", "gold", Map.of("weight", 5), Optional.of(second));
    assertEquals(5, find("gold").weight());
  }

  @Test
  public void aPartitionInUseLeavesWhenItsLoansAreHome() throws Exception {
    pool();
    partitions.create("orders", gold(0, 1));
    stage.settle();
    Loan loan = acquire("ann");
    assertFalse(partitions.delete("orders", "gold", ANY));
    stage.settle();
    assertEquals("", find("gold").revision());
    acquire("ann").release();
    loan.release();
    assertEquals(List.of("default"), names());
    partitions.create("orders", gold(0, 1));
    stage.settle();
    assertTrue(partitions.delete("orders", "gold", ANY));
    stage.settle();
    assertThrows(NotFound.class, () -> partitions.delete("orders", "gold", ANY));
    assertThrows(Conflict.class, () -> partitions.delete("orders", "default", ANY));
  }

  @Test
  public void theDefaultPartitionCanBeSetAndIsThenNoLongerBuiltIn() {
    pool();
    PartitionView view =
        partitions
            .update("orders", "default", Map.of("limits", Map.of("max_connections", 3)), ANY)
            .partition();
    assertFalse(view.builtIn());
    assertEquals(3, view.limits().maxConnections());
    assertEquals(0, view.limits().minConnections());
    assertThrows(Conflict.class, () -> partitions.delete("orders", "default", ANY));
  }

  @Test
  public void aHandThatWritesNonsenseIsRefusedWithTheReason() throws Exception {
    pool();
    partitions.create("orders", gold(1, 2));
    stage.settle();
    stage.editByHand(
        "orders",
        "driver = "
            + Stage.DRIVER
            + "\n"
            + "url = jdbc:fake:orders\n"
            + "min_connections = 1\n"
            + "max_connections = 4\n"
            + "partition.gold.weight = 0\n");
    PoolView view = stage.pools.find("orders").orElseThrow();
    assertTrue(view.configError(), view.configError().contains("partition.gold.weight"));
    assertEquals("goes on with what it had", 1, acquireAndCount());
  }

  private int acquireAndCount() throws InterruptedException {
    Loan loan = acquire("ann");
    int active =
        stage.directory.find("orders").orElseThrow().pool().partitions().stream()
            .filter(p -> p.settings().name().equals("gold"))
            .findFirst()
            .orElseThrow()
            .usage()
            .activeConnections();
    loan.release();
    return active;
  }
}
