package io.fairlead.pool.core;

import io.fairlead.pool.core.Partitioning.Affinity;
import io.fairlead.traffic.pool.AcquireRequest;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** All connections of a pool, those too that are being closed. Changed under the pool's lock. */
final class Slots {

  private static final long SPREAD = 0x61C8864680B583EBL;

  /** A power of two, and many times the threads of a busy server's processors. */
  private static final int HINTS = 256;

  private static final int HINT_SHIFT = Long.numberOfLeadingZeros(HINTS - 1);

  private volatile Slot[] all = new Slot[0];

  /**
   * Where threads found theirs last; a wrong one costs a longer look. Without it each would walk
   * past those that have rested for long and, worse, past those that others are writing to.
   */
  private final int[] hints = new int[HINTS];

  /** As they are now; not to be written. */
  Slot[] all() {
    return all;
  }

  int size() {
    return all.length;
  }

  void add(Slot slot) {
    Slot[] now = all;
    Slot[] next = Arrays.copyOf(now, now.length + 1);
    next[now.length] = slot;
    all = next;
  }

  void remove(Slot slot) {
    all = Arrays.stream(all).filter(s -> s != slot).toArray(Slot[]::new);
  }

  /**
   * Takes an idle one that needs no validation, or null. Each thread begins to look where it found
   * one before, so that a few threads find theirs at once and the rest of the pool can grow old in
   * peace.
   */
  @Nullable Slot takeFresh(long now, long freshNanos) {
    Slot[] slots = all;
    int count = slots.length;
    if (count == 0) {
      return null;
    }
    int hint = (int) ((Thread.currentThread().getId() * SPREAD) >>> HINT_SHIFT);
    int at = hints[hint];
    if (at >= count) {
      at = 0;
    }
    for (int i = 0; i < count; i++) {
      Slot slot = slots[at];
      if (slot.idle() && now - slot.usedAt() <= freshNanos && slot.claim()) {
        if (i != 0) {
          hints[hint] = at;
        }
        return slot;
      }
      if (++at == count) {
        at = 0;
      }
    }
    return null;
  }

  /** As {@link #takeFresh}, but only one that would suit this borrower better than another. */
  @Nullable Slot takeLiked(
      long now, long freshNanos, AcquireRequest request, @Nullable Share share, Affinity affinity) {
    for (Slot slot : all) {
      Lease last = slot.last();
      if (last != null
          && slot.idle()
          && now - slot.usedAt() <= freshNanos
          && liked(last, request, share, affinity)
          && slot.claim()) {
        return slot;
      }
    }
    return null;
  }

  private static boolean liked(
      Lease last, AcquireRequest request, @Nullable Share share, Affinity affinity) {
    if (request.label().isPresent()) {
      return request.label().equals(last.request.label());
    }
    return switch (affinity) {
      case NONE -> false;
      case STICKY -> request.owner() != null && request.owner().equals(last.request.owner());
      case PREFERRED -> share == last.share;
    };
  }

  /** Takes any idle one, or null. */
  @Nullable Slot takeAny() {
    for (Slot slot : all) {
      if (slot.claim()) {
        return slot;
      }
    }
    return null;
  }

  /** Takes the one that has been idle for longest, or null. */
  @Nullable Slot takeLongestIdle() {
    for (; ; ) {
      Slot longest = null;
      for (Slot slot : all) {
        if (slot.idle() && (longest == null || slot.usedAt() - longest.usedAt() < 0)) {
          longest = slot;
        }
      }
      if (longest == null || longest.claim()) {
        return longest;
      }
    }
  }

  int idle() {
    int idle = 0;
    for (Slot slot : all) {
      if (slot.idle()) {
        idle++;
      }
    }
    return idle;
  }

  int usable(Generation current) {
    int usable = 0;
    for (Slot slot : all) {
      if (slot.usable(current)) {
        usable++;
      }
    }
    return usable;
  }

  /** Those that are lent now and on. */
  int serving(Generation current) {
    int serving = 0;
    for (Slot slot : all) {
      if (slot.generation == current && !slot.doomed && slot.state() != Slot.State.CLOSING) {
        serving++;
      }
    }
    return serving;
  }

  @Nullable Slot find(long id) {
    for (Slot slot : all) {
      if (slot.id == id) {
        return slot;
      }
    }
    return null;
  }
}
