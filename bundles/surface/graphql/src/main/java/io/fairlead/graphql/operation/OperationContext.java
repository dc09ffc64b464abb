package io.fairlead.graphql.operation;

import io.fairlead.kernel.access.Caller;
import io.fairlead.kernel.audit.Audit;
import io.fairlead.kernel.audit.AuditEntry;
import io.fairlead.kernel.error.Exhausted;
import io.fairlead.kernel.error.Forbidden;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What goes with one operation from its request to its answer. */
public final class OperationContext {

  private static final String SURFACE = "graphql";

  private final Caller caller;
  private final BiConsumer<Caller, String> authorize;
  private final Audit audit;
  private final LongSupplier ticker;
  private final FieldMeter meter;
  private final Duration deadline;
  private final long begun;
  private final Map<String, Object> extensions = new TreeMap<>();
  private volatile @Nullable EventBuffer stream;

  /**
   * @param authorize throws Forbidden for what the caller may not do, and Unauthenticated when the
   *     caller's credential holds no more
   * @param audit told of mutations, and of what was forbidden
   * @param ticker nanoseconds
   * @param deadline how long it may take; a field that is not begun by then is an error
   */
  public OperationContext(
      Caller caller,
      BiConsumer<Caller, String> authorize,
      Audit audit,
      LongSupplier ticker,
      FieldMeter meter,
      Duration deadline) {
    this.caller = caller;
    this.meter = meter;
    this.authorize = authorize;
    this.audit = audit;
    this.ticker = ticker;
    this.deadline = deadline;
    this.begun = ticker.getAsLong();
  }

  /** Before a root field is answered: is it allowed, and is there time? */
  public void enter(String field) {
    authorize.accept(caller, field);
    if (ticker.getAsLong() - begun > deadline.toNanos()) {
      throw new Exhausted(
          field + ": not begun within " + deadline.toSeconds() + " s (the operation's deadline)");
    }
  }

  /** Does a mutation as somebody's act. */
  public @Nullable Object act(String field, String target, Supplier<@Nullable Object> work) {
    return audit.audited(caller, SURFACE, field, target, work);
  }

  /** A look that was forbidden. */
  public void forbidden(String field, Forbidden why) {
    audit.note(AuditEntry.refused(caller, SURFACE, field, "", why.code()));
  }

  /**
   * Throws what {@link #enter} would throw for a stream that was opened a while ago: it ends with
   * the right to it.
   */
  public void stillAllowed(String field) {
    authorize.accept(caller, field);
  }

  /** Answers a root field, counted. */
  public <T extends @Nullable Object> T measure(String field, Supplier<T> answer) {
    return meter.measure(field, answer);
  }

  public void extension(String name, Object value) {
    synchronized (extensions) {
      extensions.put(name, value);
    }
  }

  /** What fields put beside the answer. */
  public Map<String, Object> extensions() {
    synchronized (extensions) {
      return Map.copyOf(extensions);
    }
  }

  /** The stream of a subscription that is open. */
  public Optional<EventBuffer> stream() {
    return Optional.ofNullable(stream);
  }

  public void stream(EventBuffer opened) {
    this.stream = opened;
  }
}
