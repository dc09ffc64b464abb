package io.fairlead.rest.host;

import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import org.junit.Test;

public class DoorComponentTest {

  @Test
  public void whileNobodyCanBeAskedTheServerIsNotReady() {
    DoorComponent shut = new DoorComponent(null);
    assertFalse(shut.health().ready());
    assertTrue(shut.health().reason(), shut.health().reason().contains("nobody is there"));
    assertTrue(new DoorComponent(new KnownAdmin()).health().ready());
  }
}
