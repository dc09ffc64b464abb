package io.fairlead.traffic.pool;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;

import io.fairlead.kernel.error.Fault;
import io.fairlead.kernel.error.Invalid;
import java.util.List;
import java.util.Optional;
import org.junit.Test;

public class ConnectionFilterTest {

  @Test
  public void nothingGivenLetsEverythingThrough() {
    assertEquals(ConnectionFilter.ALL, ConnectionFilter.of(null, null, null, null));
  }

  @Test
  public void partsAreTaken() {
    ConnectionFilter filter = ConnectionFilter.of("main", "stuck", "ann", 0L);
    assertEquals(Optional.of("main"), filter.pool());
    assertEquals(Optional.of("stuck"), filter.state());
    assertEquals(Optional.of("ann"), filter.user());
    assertEquals(Optional.of(0L), filter.minIdleSecs());
  }

  @Test
  public void everyWrongPartIsNamed() {
    Invalid invalid =
        assertThrows(Invalid.class, () -> ConnectionFilter.of(null, "IDLE", null, -1L));
    assertEquals(
        List.of("state", "min_idle_secs"), invalid.faults().stream().map(Fault::field).toList());
  }
}
