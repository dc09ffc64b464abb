package io.fairlead.graphql.operation;

import io.fairlead.graphql.spi.Arguments;
import io.fairlead.graphql.spi.Cancellable;
import io.fairlead.graphql.spi.Resolver;
import io.fairlead.graphql.spi.Sink;
import io.fairlead.graphql.spi.Source;
import java.util.Objects;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A stream of what a resolver says: the present value, then, looked at once a second, each that
 * differs. Looks while somebody is subscribed and never twice at a time.
 */
public final class LiveSource implements Source {

  /** Between two looks. */
  public static final long PERIOD_MILLIS = 1_000;

  private final Threads threads;
  private final Resolver resolver;
  private final Function<Object, Object> difference;

  public LiveSource(Threads threads, Resolver resolver, Function<Object, Object> difference) {
    this.threads = threads;
    this.resolver = resolver;
    this.difference = difference;
  }

  @Override
  public Cancellable open(Arguments arguments, Sink sink) {
    Look look = new Look(arguments, sink);
    look.show();
    Future<?> looking = threads.every(PERIOD_MILLIS, look::again);
    return () -> looking.cancel(false);
  }

  /** One subscription's. */
  private final class Look {

    private final Arguments arguments;
    private final Sink sink;
    private final AtomicBoolean busy = new AtomicBoolean();
    private @Nullable Object last;

    Look(Arguments arguments, Sink sink) {
      this.arguments = arguments;
      this.sink = sink;
    }

    void show() {
      Object value = Objects.requireNonNull(resolver.resolve(arguments));
      Object now = difference.apply(value);
      if (!now.equals(last)) {
        last = now;
        sink.next(value);
      }
    }

    void again() {
      if (!busy.compareAndSet(false, true)) {
        return;
      }
      try {
        threads.streamers().execute(this::showOrFail);
      } catch (RejectedExecutionException e) {
        busy.set(false);
      }
    }

    private void showOrFail() {
      try {
        show();
      } catch (RuntimeException e) {
        sink.fail(Errors.known(e, "a live value"));
      } finally {
        busy.set(false);
      }
    }
  }
}
