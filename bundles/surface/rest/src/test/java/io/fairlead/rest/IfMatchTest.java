package io.fairlead.rest;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;

import io.fairlead.kernel.error.Stale;
import jakarta.ws.rs.BadRequestException;
import java.util.List;
import java.util.Optional;
import org.junit.Test;

public class IfMatchTest {

  @Test
  public void noHeaderAndAStarTakeAnyRevision() {
    assertEquals(Optional.empty(), on(null));
    assertEquals(Optional.empty(), on(" * "));
  }

  @Test
  public void oneTagIsTheRevision() {
    assertEquals(Optional.of("abc"), on("\"abc\""));
    assertEquals(Optional.of("a,b"), on(" \"a,b\" "));
  }

  @Test
  public void ofSeveralThePresentOneIsTaken() {
    assertEquals(Optional.of("now"), on("\"old\", \"now\""));
    assertEquals(Optional.of("now"), on("W/\"x\",\"now\""));
    assertThrows(Stale.class, () -> on("\"old\",\"older\""));
  }

  @Test
  public void weakTagsNeverMatch() {
    assertThrows(Stale.class, () -> on("W/\"now\""));
  }

  @Test
  public void whatIsNoListOfTagsIsABadRequest() {
    for (String header :
        List.of(
            "", "now", "\"now", "now\"", "\"a\" \"b\"", "\"a\",", ",\"a\"", "w/\"a\"", "*,\"a\"")) {
      assertThrows(header, BadRequestException.class, () -> on(header));
    }
  }

  private static Optional<String> on(String header) {
    return IfMatch.of(header).revision(() -> Optional.of("now"));
  }
}
