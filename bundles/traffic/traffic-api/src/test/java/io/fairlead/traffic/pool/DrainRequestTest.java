package io.fairlead.traffic.pool;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;

import io.fairlead.kernel.error.Fault;
import io.fairlead.kernel.error.Invalid;
import io.fairlead.traffic.pool.DrainRequest.OnWaiters;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.Test;

public class DrainRequestTest {

  @Test
  public void nothingSaidIsServeWithinThirtySeconds() {
    assertEquals(
        new DrainRequest(DrainRequest.OnWaiters.SERVE, Optional.empty(), Duration.ofSeconds(30)),
        DrainRequest.of(Map.of()));
  }

  @Test
  public void everyWrongFieldIsNamed() {
    Map<String, Object> fields = Map.of("on_waiters", "drop", "deadline_secs", 0, "to", "no-name");
    Invalid invalid = assertThrows(Invalid.class, () -> DrainRequest.of(fields));
    assertEquals(
        List.of("deadline_secs", "on_waiters", "to"),
        invalid.faults().stream().map(Fault::field).sorted().toList());
  }

  @Test
  public void whoIsMovedIsMovedSomewhereAndNobodyElse() {
    assertEquals(
        new DrainRequest(OnWaiters.MOVE, Optional.of("b"), Duration.ofSeconds(30)),
        DrainRequest.of(Map.of("on_waiters", "move", "to", "b")));
    Invalid nowhere =
        assertThrows(Invalid.class, () -> DrainRequest.of(Map.of("on_waiters", "move")));
    assertEquals("to", nowhere.faults().get(0).field());
    Invalid nobody = assertThrows(Invalid.class, () -> DrainRequest.of(Map.of("to", "b")));
    assertEquals("to", nobody.faults().get(0).field());
  }
}
