package io.fairlead.kernel.error;

import static org.junit.Assert.assertEquals;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.Test;

public class FaultTest {

  @Test
  public void itSaysFieldValueAndExpectation() {
    assertEquals("max: 0 (expected: >= 1)", new Fault("max", "0", ">= 1").toString());
    assertEquals(
        "a: 1 (expected: x); b: 2 (expected: y)",
        new Invalid(List.of(new Fault("a", "1", "x"), new Fault("b", "2", "y"))).getMessage());
  }

  @Test
  public void aLongValueIsShortened() {
    Fault fault = new Fault("sql", "x".repeat(1_000), "a text");
    assertEquals("x".repeat(100) + "…", fault.value());
    assertEquals(fault, new Fault(fault.field(), fault.value(), fault.expectation()));
  }

  @Test
  public void aPairIsNotCutInTwo() {
    assertEquals(
        "x".repeat(99) + "…", new Fault("a", "x".repeat(99) + "😀".repeat(5), "a text").value());
  }

  @Test
  public void eachKindHasItsCode() {
    Set<String> codes =
        Stream.of(
                new NotFound("x"),
                new Invalid("f", "v", "e"),
                new Conflict("x"),
                new Stale("x"),
                new Unavailable("x"),
                new Exhausted("x"),
                new Unauthenticated("x"),
                new Forbidden("x"))
            .map(FairleadException::code)
            .collect(Collectors.toSet());
    assertEquals(
        Set.of(
            "NOT_FOUND",
            "INVALID",
            "CONFLICT",
            "STALE",
            "UNAVAILABLE",
            "EXHAUSTED",
            "UNAUTHENTICATED",
            "FORBIDDEN"),
        codes);
    assertEquals(Duration.ofSeconds(1), new Exhausted("x").retryAfter());
    assertEquals(Duration.ofSeconds(7), new Unavailable("x", Duration.ofSeconds(7)).retryAfter());
  }
}
