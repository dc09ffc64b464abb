package io.fairlead.traffic.pool;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;

import io.fairlead.kernel.error.Fault;
import io.fairlead.kernel.error.Invalid;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.Test;

public class DrainRequestTest {

  @Test
  public void nothingSaidIsServeWithinThirtySeconds() {
    assertEquals(new DrainRequest(true, Duration.ofSeconds(30)), DrainRequest.of(Map.of()));
  }

  @Test
  public void everyWrongFieldIsNamed() {
    Map<String, Object> fields = Map.of("on_waiters", "move", "deadline_secs", 0, "to", "b");
    Invalid invalid = assertThrows(Invalid.class, () -> DrainRequest.of(fields));
    assertEquals(
        List.of("deadline_secs", "on_waiters", "to"),
        invalid.faults().stream().map(Fault::field).sorted().toList());
  }
}
