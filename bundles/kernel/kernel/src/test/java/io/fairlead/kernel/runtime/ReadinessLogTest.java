package io.fairlead.kernel.runtime;

import static org.junit.Assert.assertEquals;

import io.fairlead.kernel.health.Readiness;
import java.util.List;
import java.util.Optional;
import org.junit.Test;

public class ReadinessLogTest {

  private List<String> unready = List.of("framework: starting");
  private boolean serving = true;
  private final ReadinessLog log =
      new ReadinessLog(
          new Readiness() {
            @Override
            public boolean ready() {
              return unready.isEmpty();
            }

            @Override
            public List<String> unready() {
              return unready;
            }

            @Override
            public boolean serving() {
              return serving;
            }
          });

  @Test
  public void eachChangeIsSaidOnce() {
    assertEquals(Optional.empty(), log.look());
    unready = List.of();
    assertEquals(Optional.of("ready"), log.look());
    assertEquals(Optional.empty(), log.look());
    unready = List.of("pool main: database_down", "listener native: failed");
    assertEquals(
        Optional.of("not ready: pool main: database_down; listener native: failed"), log.look());
    unready = List.of("pool main: database_down");
    assertEquals(Optional.empty(), log.look());
    unready = List.of();
    assertEquals(Optional.of("ready"), log.look());
  }

  @Test
  public void aServerThatStopsSaysThatElsewhere() {
    unready = List.of();
    log.look();
    unready = List.of("server: stopping");
    serving = false;
    assertEquals(Optional.empty(), log.look());
  }
}
