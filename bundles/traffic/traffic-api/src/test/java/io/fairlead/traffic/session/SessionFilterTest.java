package io.fairlead.traffic.session;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;

import io.fairlead.kernel.error.Invalid;
import java.util.Optional;
import org.junit.Test;

public class SessionFilterTest {

  @Test
  public void nothingGivenLetsEverythingThrough() {
    assertEquals(SessionFilter.ALL, SessionFilter.of(null, null, null));
  }

  @Test
  public void stateThatNoSessionCanHaveIsRefused() {
    assertThrows(Invalid.class, () -> SessionFilter.of("blocked", null, null));
    assertEquals(
        Optional.of("idle_in_transaction"),
        SessionFilter.of("idle_in_transaction", null, null).state());
  }
}
