package io.fairlead.tracing;

import static org.junit.Assert.assertEquals;

import java.util.Optional;
import org.junit.Test;

public class PartialSuccessTest {

  @Test
  public void whatWasRejectedIsRead() {
    byte[] response = {10, 7, 8, (byte) 200, 1, 18, 2, 'n', 'o'};
    assertEquals(Optional.of(new PartialSuccess(200, "no")), PartialSuccess.of(response));
  }

  @Test
  public void fieldsThatAreNotKnownAreSteppedOver() {
    byte[] response = {16, 1, 25, 0, 0, 0, 0, 0, 0, 0, 0, 10, 4, 29, 0, 0, 0};
    assertEquals(Optional.empty(), PartialSuccess.of(response));
    byte[] second = {16, 1, 10, 7, 29, 0, 0, 0, 0, 8, 3};
    assertEquals(Optional.of(new PartialSuccess(3, "")), PartialSuccess.of(second));
  }

  @Test
  public void nothingAndNonsenseIsNoRejection() {
    assertEquals(Optional.empty(), PartialSuccess.of(new byte[0]));
    assertEquals(Optional.empty(), PartialSuccess.of(new byte[] {10, 0}));
    assertEquals(Optional.empty(), PartialSuccess.of(new byte[] {10, 100, 8}));
    assertEquals(
        Optional.empty(),
        PartialSuccess.of(
            "{\"partialSuccess\":{}}".getBytes(java.nio.charset.StandardCharsets.UTF_8)));
    for (int length = 1; length < 12; length++) {
      byte[] all = new byte[length];
      java.util.Arrays.fill(all, (byte) 0xff);
      assertEquals(Optional.empty(), PartialSuccess.of(all));
    }
  }
}
