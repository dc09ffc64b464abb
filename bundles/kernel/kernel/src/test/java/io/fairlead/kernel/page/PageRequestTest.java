package io.fairlead.kernel.page;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import io.fairlead.kernel.error.Fault;
import io.fairlead.kernel.error.Invalid;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.Test;

public class PageRequestTest {

  private static final List<Integer> SEVEN = IntStream.rangeClosed(1, 7).boxed().toList();

  @Test
  public void nothingAskedIsTheFirstFifty() {
    assertEquals(new PageRequest(1, 50), PageRequest.of(null, null));
  }

  @Test
  public void pagesTellTheirPlace() {
    Page<Integer> first = PageRequest.of(1L, 3L).of(SEVEN);
    assertEquals(List.of(1, 2, 3), first.data());
    assertEquals(3, first.totalPages());
    assertEquals(7, first.totalCount());
    assertTrue(first.hasNext());
    assertFalse(first.hasPrev());

    Page<Integer> last = PageRequest.of(3L, 3L).of(SEVEN);
    assertEquals(List.of(7), last.data());
    assertFalse(last.hasNext());
    assertTrue(last.hasPrev());
  }

  @Test
  public void beyondTheEndIsEmpty() {
    Page<Integer> beyond = PageRequest.of((long) Integer.MAX_VALUE, 1_000L).of(SEVEN);
    assertEquals(List.of(), beyond.data());
    assertFalse(beyond.hasNext());
    assertTrue(beyond.hasPrev());
    assertEquals(7, beyond.totalCount());
  }

  @Test
  public void emptyListHasNoPages() {
    Page<Integer> empty = PageRequest.of(null, null).of(List.<Integer>of());
    assertEquals(0, empty.totalPages());
    assertFalse(empty.hasNext());
    assertFalse(empty.hasPrev());
  }

  @Test
  public void bothWrongNumbersAreNamed() {
    Invalid invalid = assertThrows(Invalid.class, () -> PageRequest.of(0L, 1_001L));
    assertEquals(
        List.of("page", "page_size"), invalid.faults().stream().map(Fault::field).toList());
    assertEquals("page_size: 1001 (expected: 1 to 1000)", invalid.faults().get(1).toString());
  }
}
