package io.fairlead.pool.core;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** All connections of a pool, those too that are being closed. Changed under the pool's lock. */
final class Slots {

  private static final long SPREAD = 0x61C8864680B583EBL;

  private volatile Slot[] all = new Slot[0];

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
   * Takes an idle one that needs no validation, or null. Each thread begins to look at a place of
   * its own, so that a few threads find theirs at once and the rest of the pool can grow old in
   * peace.
   */
  @Nullable Slot takeFresh(long now, long freshNanos) {
    Slot[] slots = all;
    int count = slots.length;
    if (count == 0) {
      return null;
    }
    int at = place(Thread.currentThread().getId(), count);
    for (int i = 0; i < count; i++) {
      Slot slot = slots[at];
      if (slot.idle() && now - slot.usedAt() <= freshNanos && slot.claim()) {
        return slot;
      }
      if (++at == count) {
        at = 0;
      }
    }
    return null;
  }

  /** Spreads threads over the places without a division, which would cost more than the rest. */
  private static int place(long thread, int count) {
    return (int) ((((thread * SPREAD) >>> 32) * count) >>> 32);
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

  @Nullable Slot find(long id) {
    for (Slot slot : all) {
      if (slot.id == id) {
        return slot;
      }
    }
    return null;
  }
}
