package io.fairlead.pool.core;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Timeouts by time: a binary heap in which each knows its place, so that taking one out of the
 * middle costs no search. Times may wrap as those of {@link System#nanoTime} do.
 */
final class TimeoutHeap {

  private static final int ROOM_AT_FIRST = 64;

  private @Nullable Timeout[] heap = new @Nullable Timeout[ROOM_AT_FIRST];
  private int size;

  @Nullable Timeout first() {
    return heap[0];
  }

  void add(Timeout timeout) {
    if (size == heap.length) {
      heap = Arrays.copyOf(heap, size * 2);
    }
    size++;
    up(size - 1, timeout);
  }

  boolean remove(Timeout timeout) {
    int index = timeout.index;
    if (index == Timeout.NOWHERE) {
      return false;
    }
    timeout.index = Timeout.NOWHERE;
    size--;
    Timeout last = heap[size];
    heap[size] = null;
    if (last != null && last != timeout) {
      if (before(last, timeout)) {
        up(index, last);
      } else {
        down(index, last);
      }
    }
    return true;
  }

  private void up(int from, Timeout timeout) {
    int index = from;
    while (index > 0) {
      int above = (index - 1) >>> 1;
      Timeout other = at(above);
      if (!before(timeout, other)) {
        break;
      }
      put(index, other);
      index = above;
    }
    put(index, timeout);
  }

  private void down(int from, Timeout timeout) {
    int index = from;
    while (2 * index + 1 < size) {
      int below = 2 * index + 1;
      if (below + 1 < size && before(at(below + 1), at(below))) {
        below++;
      }
      Timeout other = at(below);
      if (!before(other, timeout)) {
        break;
      }
      put(index, other);
      index = below;
    }
    put(index, timeout);
  }

  private void put(int index, Timeout timeout) {
    heap[index] = timeout;
    timeout.index = index;
  }

  private Timeout at(int index) {
    Timeout timeout = heap[index];
    if (timeout == null) {
      throw new IllegalStateException("a hole in the heap at " + index + " of " + size);
    }
    return timeout;
  }

  private static boolean before(Timeout one, Timeout other) {
    return one.at - other.at < 0;
  }
}
