package io.fairlead.access.audit;

import io.fairlead.kernel.audit.AuditFilter;
import io.fairlead.kernel.audit.AuditRecord;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Bounds what refused attempts can fill: the first of a kind is a record at once, the same again
 * within a minute is counted, and the minute's count is one record more. Beyond so many kinds in a
 * minute, all further ones are counted together.
 */
final class Refusals {

  static final Duration WINDOW = Duration.ofMinutes(1);

  /** Stands for operations of several kinds. */
  static final String SEVERAL = "*";

  private final int mostKinds;
  private final Map<Kind, Window> windows = new LinkedHashMap<>();
  private int others;
  private Instant othersSince = Instant.MIN;

  Refusals(int mostKinds) {
    this.mostKinds = mostKinds;
  }

  private record Kind(
      String user,
      String address,
      String surface,
      String operation,
      String target,
      String outcome) {}

  private static final class Window {
    final Instant since;
    int more;

    Window(Instant since) {
      this.since = since;
    }
  }

  /** The record, when it is one to be written now; empty when it was counted. */
  synchronized Optional<AuditRecord> take(AuditRecord refused) {
    Kind kind =
        new Kind(
            refused.user(),
            refused.address(),
            refused.surface(),
            refused.operation(),
            refused.target(),
            refused.outcome());
    Window window = windows.get(kind);
    if (window != null) {
      window.more++;
      return Optional.empty();
    }
    if (windows.size() >= mostKinds) {
      if (others++ == 0) {
        othersSince = refused.at();
      }
      return Optional.empty();
    }
    windows.put(kind, new Window(refused.at()));
    return Optional.of(refused);
  }

  /** The counts of the minutes that are over, or of all. */
  synchronized List<AuditRecord> due(Instant now, boolean all) {
    List<AuditRecord> due = new ArrayList<>();
    windows
        .entrySet()
        .removeIf(
            entry -> {
              Window window = entry.getValue();
              boolean over = all || isOver(window.since, now);
              if (over && window.more > 0) {
                due.add(counted(entry.getKey(), now, window.more));
              }
              return over;
            });
    if (others > 0 && (all || isOver(othersSince, now))) {
      due.add(counted(new Kind("", "", "", SEVERAL, "", AuditFilter.REFUSED), now, others));
      others = 0;
    }
    return due;
  }

  private static boolean isOver(Instant since, Instant now) {
    // A clock that was put back ends it too.
    return !now.isBefore(since.plus(WINDOW)) || now.isBefore(since);
  }

  private static AuditRecord counted(Kind kind, Instant at, int count) {
    return new AuditRecord(
        at,
        kind.user,
        kind.address,
        kind.surface,
        kind.operation,
        kind.target,
        null,
        null,
        kind.outcome,
        count);
  }
}
