package io.fairlead.session;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** A clock that stands still until the test moves it. */
final class ManualAlarms implements Alarms {

  private record Entry(long due, Runnable task) {}

  private final List<Entry> entries = new ArrayList<>();

  /** Close to overflow, since {@link System#nanoTime} may be anywhere. */
  private long now = Long.MAX_VALUE - Duration.ofSeconds(5).toNanos();

  int made;

  @Override
  public Alarm after(long nanos, Runnable task) {
    made++;
    Entry entry = new Entry(now + nanos, task);
    entries.add(entry);
    return () -> entries.remove(entry);
  }

  @Override
  public long nanoTime() {
    return now;
  }

  /** How many alarms are set. */
  int waiting() {
    return entries.size();
  }

  /** Lets so much time pass, ringing what falls due, in order. */
  void pass(Duration time) {
    long end = now + time.toNanos();
    while (true) {
      Optional<Entry> next =
          entries.stream()
              .filter(e -> e.due() - end <= 0)
              .min(Comparator.comparingLong(e -> e.due() - end));
      if (next.isEmpty()) {
        now = end;
        return;
      }
      if (next.get().due() - now > 0) {
        now = next.get().due();
      }
      entries.remove(next.get());
      next.get().task().run();
    }
  }
}
