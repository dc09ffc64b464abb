package io.fairlead.pool;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertNotEquals;
import static org.junit.Assert.assertNull;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import io.fairlead.kernel.error.Fault;
import io.fairlead.kernel.error.Invalid;
import io.fairlead.kernel.error.NotFound;
import io.fairlead.kernel.error.Stale;
import io.fairlead.traffic.pool.LifecyclePolicy;
import io.fairlead.traffic.pool.PoolLifecycles.Changed;
import io.fairlead.traffic.pool.RecycleRequest;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.After;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

public class LifecyclesFacadeTest {

  private static final Optional<String> ANY = Optional.empty();

  private static final Map<String, Object> EVERYTHING =
      Map.of(
          "aging",
          Map.of(
              "type",
              "combined",
              "max_lifetime_secs",
              77,
              "max_borrows",
              78,
              "error_threshold",
              0.75,
              "jitter_percent",
              7),
          "recycling",
          "adaptive",
          "reset",
          Map.of(
              "reset_session_vars",
              false,
              "reset_temp_tables",
              false,
              "clear_prepared_statements",
              true,
              "rollback_transactions",
              false,
              "custom_reset_queries",
              List.of("SELECT set_config('a', 'b', false)", "SELECT '\\'")),
          "validation",
          Map.of("query", "SELECT 7", "timeout_secs", 8));

  @Rule public final TemporaryFolder temporary = new TemporaryFolder();

  private Stage stage;
  private LifecyclesFacade lifecycles;

  @Before
  public void start() {
    stage = new Stage(temporary.getRoot().toPath());
    lifecycles = new LifecyclesFacade(stage.pools, stage.directory);
  }

  @After
  public void stop() {
    stage.close();
  }

  private void create() {
    Map<String, Object> settings = new HashMap<>(Stage.small("orders"));
    settings.put("url", "jdbc:postgresql://127.0.0.1/orders");
    stage.pools.create(settings);
  }

  private static List<String> faults(Invalid invalid) {
    return invalid.faults().stream().map(Fault::toString).sorted().toList();
  }

  @Test
  public void everyFieldIsSetShownAndThereAfterARestart() {
    create();
    Stage.await("opened", () -> lifecycles.stats("orders").ages().connections() == 2);
    LifecyclePolicy before = lifecycles.policy("orders");
    Changed changed = lifecycles.update("orders", EVERYTHING, ANY);
    assertTrue(changed.applied());
    LifecyclePolicy policy = changed.policy();
    assertEquals(new LifecyclePolicy.Aging("combined", 77L, 78, 0.75, 7), policy.aging());
    assertEquals("adaptive", policy.recycling());
    assertEquals(
        new LifecyclePolicy.Reset(
            false,
            false,
            true,
            false,
            List.of("SELECT set_config('a', 'b', false)", "SELECT '\\'")),
        policy.reset());
    assertEquals(new LifecyclePolicy.Validation("SELECT 7", 8), policy.validation());
    assertNotEquals(before.revision(), policy.revision());
    assertEquals(
        "one truth", stage.pools.find("orders").orElseThrow().revision(), policy.revision());
    assertEquals("no other connections", 2, stage.server.opened.size());
    stage.close();
    start();
    assertEquals(policy, lifecycles.policy("orders"));
  }

  @Test
  public void aFieldLeftOutKeepsItsValueAndNullClearsOneThatMayBeEmpty() {
    create();
    lifecycles.update("orders", EVERYTHING, ANY);
    Map<String, Object> aging = new HashMap<>();
    aging.put("max_lifetime_secs", null);
    LifecyclePolicy policy = lifecycles.update("orders", Map.of("aging", aging), ANY).policy();
    assertNull(policy.aging().maxLifetimeSecs());
    assertEquals("combined", policy.aging().type());
    assertEquals(8, policy.validation().timeoutSecs());
  }

  @Test
  public void everyWrongFieldIsNamedAsThePolicyHasIt() {
    create();
    Invalid wrong =
        assertThrows(
            Invalid.class,
            () ->
                lifecycles.update(
                    "orders",
                    Map.of(
                        "aging",
                        Map.of("type", "luck", "max_borrows", 0, "error_threshold", 1.5),
                        "recycling",
                        "slow",
                        "reset",
                        Map.of("custom_reset_queries", List.of("SELECT 1", " ")),
                        "validation",
                        Map.of("timeout_secs", "long", "nonsense", 1),
                        "max_borrows",
                        5),
                    ANY));
    assertEquals(
        List.of(
            "aging.error_threshold: 1.5 (expected: 0 to 1)",
            "aging.max_borrows: 0 (expected: 1 to 1000000000000)",
            "aging.type: luck (expected: one of time, usage, combined, adaptive)",
            "max_borrows: a value (expected: no such field)",
            "recycling: slow (expected: one of fast, checked, replace, adaptive)",
            "reset.custom_reset_queries: SELECT 1,  (expected: at most 16 texts that are not blank, of at"
                + " most 4096 characters)",
            "validation.nonsense: a value (expected: no such field)",
            "validation.timeout_secs: long (expected: a whole number)"),
        faults(wrong));
  }

  @Test
  public void whatADatabaseCannotLeaveOutIsRefused() {
    stage.pools.create(Stage.small("orders"));
    Invalid wrong =
        assertThrows(
            Invalid.class,
            () ->
                lifecycles.update(
                    "orders", Map.of("reset", Map.of("reset_temp_tables", false)), ANY));
    assertEquals(
        List.of(
            "reset.reset_temp_tables: false (expected: true: only PostgreSQL can leave it out of a"
                + " reset)"),
        faults(wrong));
  }

  @Test
  public void whatIsStaleOrUnknownIsRefused() {
    create();
    assertThrows(
        Stale.class,
        () -> lifecycles.update("orders", Map.of("recycling", "checked"), Optional.of("r0")));
    assertThrows(NotFound.class, () -> lifecycles.policy("none"));
    assertThrows(NotFound.class, () -> lifecycles.update("none", Map.of(), ANY));
    assertThrows(NotFound.class, () -> lifecycles.stats("none"));
    assertThrows(NotFound.class, () -> lifecycles.recycle("none", RecycleRequest.of(Map.of())));
  }

  @Test
  public void aRecycleGoesOnAfterItWasAnswered() {
    stage.pools.create(Stage.small("orders"));
    Stage.await("opened", () -> lifecycles.stats("orders").ages().connections() == 2);
    lifecycles.recycle("orders", RecycleRequest.of(Map.of("strategy", "checked")));
    Stage.await(
        "done",
        () -> {
          var recycle = lifecycles.stats("orders").recycle();
          return recycle != null && recycle.finishedAt() != null && recycle.done() == 2;
        });
    assertEquals(2, lifecycles.stats("orders").recycledCount());
  }
}
