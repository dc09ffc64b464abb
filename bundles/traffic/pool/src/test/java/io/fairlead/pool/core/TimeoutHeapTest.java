package io.fairlead.pool.core;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertNull;
import static org.junit.Assert.assertTrue;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import org.junit.Test;

public class TimeoutHeapTest {

  private static final class At extends Timeout {
    At(long time) {
      at = time;
    }

    @Override
    void expire() {}
  }

  @Test
  public void theEarliestIsFirstWhateverIsTakenOutOfTheMiddle() {
    Random random = new Random(11);
    for (int round = 0; round < 200; round++) {
      TimeoutHeap heap = new TimeoutHeap();
      List<At> left = new ArrayList<>();
      long base = Long.MAX_VALUE - 500; // so that times wrap
      for (int i = 0; i < 300; i++) {
        At timeout = new At(base + random.nextInt(1000));
        heap.add(timeout);
        left.add(timeout);
        if (random.nextInt(3) == 0) {
          At gone = left.remove(random.nextInt(left.size()));
          assertTrue(heap.remove(gone));
          assertFalse("twice", heap.remove(gone));
        }
      }
      left.sort(Comparator.comparingLong(t -> t.at - base));
      for (At next : left) {
        assertEquals(next.at, heap.first().at);
        heap.remove(heap.first());
      }
      assertNull(heap.first());
    }
  }
}
