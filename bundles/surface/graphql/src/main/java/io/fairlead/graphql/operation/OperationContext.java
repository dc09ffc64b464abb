package io.fairlead.graphql.operation;

import io.fairlead.kernel.access.Caller;
import io.fairlead.kernel.error.Exhausted;
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

  /** How long an operation may take; a field that is not begun by then is an error. */
  public static final Duration DEADLINE = Duration.ofSeconds(10);

  private final Caller caller;
  private final BiConsumer<Caller, String> authorize;
  private final LongSupplier ticker;
  private final FieldMeter meter;
  private final long begun;
  private final Map<String, Object> extensions = new TreeMap<>();
  private volatile @Nullable EventBuffer stream;

  /**
   * @param authorize throws Forbidden for what the caller may not do, and Unauthenticated when the
   *     caller's credential holds no more
   * @param ticker nanoseconds
   */
  public OperationContext(
      Caller caller, BiConsumer<Caller, String> authorize, LongSupplier ticker, FieldMeter meter) {
    this.caller = caller;
    this.meter = meter;
    this.authorize = authorize;
    this.ticker = ticker;
    this.begun = ticker.getAsLong();
  }

  /** Before a root field is answered: is it allowed, and is there time? */
  public void enter(String field) {
    authorize.accept(caller, field);
    if (ticker.getAsLong() - begun > DEADLINE.toNanos()) {
      throw new Exhausted(
          field + ": not begun within " + DEADLINE.toSeconds() + " s (the operation's deadline)");
    }
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
