package io.fairlead.itests;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.fairlead.client.FairleadClient;
import io.fairlead.client.ServerErrorException;
import io.fairlead.itests.swap.Framework;
import io.fairlead.itests.swap.GoneException.Kind;
import io.fairlead.itests.swap.Load;
import io.fairlead.itests.swap.Traffic;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.Test;

/** What is promised of a database driver beside what every bundle promises. */
public abstract class DriverSwapTest extends SwapTest {

  private static final long PATIENCE_SECS = 40;

  private final String driver;
  private final String pool;
  private final String longStatement;

  DriverSwapTest(String bundle, String driver, String pool, String longStatement) {
    super(bundle);
    this.driver = driver;
    this.pool = pool;
    this.longStatement = longStatement;
  }

  /**
   * The driver is back while a statement still runs on the one that went: an embedded database must
   * not be opened before that has ended, and no attempt fails.
   */
  @Test
  public void aRunningStatementIsCutAndOthersLearnWhatIsMissing() throws Exception {
    own.forEach(t -> t.may(Kind.values()));
    long failures = stats().get("creation_failures").asLong();
    try (FairleadClient running = FairleadClient.connect(stage.port(bundle));
        FairleadClient asking = FairleadClient.connect(stage.port(bundle))) {
      running.begin();
      running.query("SELECT 1");
      CompletableFuture<String> cut = CompletableFuture.supplyAsync(() -> errorOf(running));
      Framework.Origin origin = framework.uninstall(bundle);
      assertEquals("no_driver", poolView().get("state").asText());
      ServerErrorException told =
          assertThrows(ServerErrorException.class, () -> asking.query("SELECT 1"));
      assertTrue(told.getMessage(), told.getMessage().contains(driver));
      if (runsElsewhere()) {
        assertFalse("it runs still", cut.isDone());
      }
      framework.install(origin);
      assertTrue("it has ended", !cut.get(PATIENCE_SECS, TimeUnit.SECONDS).isEmpty());
      for (Traffic each : quick(own)) {
        Await.until(each.name() + " is answered again", SOON, each::isAnswered);
      }
      assertEquals("1", asking.query("SELECT 1").rows().get(0).get(0));
    }
    own.forEach(Traffic::may);
    Load.goesOn(quick(all));
    assertEquals(failures, stats().get("creation_failures").asLong());
    nothingIsLost(all);
  }

  /** Whether a statement needs nothing of the driver's code while it runs. */
  boolean runsElsewhere() {
    return true;
  }

  private String errorOf(FairleadClient client) {
    try {
      throw new AssertionError("it ended with " + client.query(longStatement).rows());
    } catch (ServerErrorException e) {
      return String.valueOf(e.getMessage());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private JsonNode poolView() {
    return stage.server.get("/api/v1/pools/" + pool).body();
  }

  private JsonNode stats() {
    return stage.server.get("/api/v1/pools/" + pool + "/stats").body();
  }
}
