package io.fairlead.pool.core;

import io.fairlead.traffic.pool.AcquireRequest;
import io.fairlead.traffic.pool.ConnectionView;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** Connections as the surfaces show them, from memory: no driver is asked. */
final class Showing {

  private static final long SECOND = 1_000_000_000L;

  private Showing() {}

  static List<ConnectionView> all(Pool pool) {
    long now = pool.timer.nanos();
    Instant wall = pool.wall.instant();
    List<ConnectionView> views = new ArrayList<>();
    for (Slot slot : pool.slots.all()) {
      views.add(view(pool, slot, now, wall));
    }
    return views;
  }

  static ConnectionView one(Pool pool, Slot slot) {
    return view(pool, slot, pool.timer.nanos(), pool.wall.instant());
  }

  private static ConnectionView view(Pool pool, Slot slot, long now, Instant wall) {
    Lease lease = slot.owner();
    AcquireRequest holder = lease == null ? null : lease.request;
    OptionalLong session = holder == null ? OptionalLong.empty() : holder.sessionId();
    long age = Math.max(0, now - slot.createdAt);
    long unused = Math.max(0, now - slot.usedAt());
    String state = state(slot, lease);
    boolean working = lease != null && lease.running();
    return new ConnectionView(
        slot.id,
        pool.name(),
        session.isPresent() ? session.getAsLong() : null,
        holder == null ? null : holder.user(),
        slot.database.orElse(null),
        holder == null ? null : holder.clientAddress().orElse(null),
        wall.minusNanos(age),
        working ? wall : wall.minusNanos(unused),
        slot.queries(),
        state,
        state.equals("idle") ? unused / SECOND : 0,
        lease == null ? null : lease.statement(),
        lease == null ? null : lease.pinnedBecause(),
        slot.transaction,
        age / SECOND,
        slot.borrows(),
        slot.generation.number(),
        lease != null && lease.suspect);
  }

  private static String state(Slot slot, @Nullable Lease lease) {
    if (slot.stuck) {
      return "stuck";
    }
    return switch (slot.state()) {
      case IDLE -> "idle";
      case VALIDATING -> "validating";
      case RESETTING -> "resetting";
      case CLOSING -> "closing";
      case TAKEN, LENT -> lease != null && lease.cancelling() ? "cancelling" : "active";
    };
  }
}
