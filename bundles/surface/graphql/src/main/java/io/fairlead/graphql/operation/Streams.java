package io.fairlead.graphql.operation;

import io.fairlead.graphql.spi.Cancellable;
import io.fairlead.kernel.error.Exhausted;
import io.fairlead.kernel.error.FairleadException;
import io.fairlead.kernel.error.Unavailable;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;
import java.util.function.IntSupplier;
import java.util.function.Predicate;

/** The subscriptions that are open, at most so many. */
public final class Streams {

  /** How soon a stream ends after the right to it has. */
  private static final long LOOK_MILLIS = 1_000;

  private final Threads threads;
  private final IntSupplier most;
  private final Map<EventBuffer, Object> open = new ConcurrentHashMap<>();

  /**
   * @param most how many subscriptions the server holds at a time
   */
  public Streams(Threads threads, IntSupplier most) {
    this.threads = threads;
    this.most = most;
  }

  /**
   * @param owner whom the stream ends with
   * @throws Exhausted when there are too many
   */
  public EventBuffer open(Object owner) {
    if (open.size() >= most.getAsInt()) {
      throw new Exhausted(
          "subscriptions: " + open.size() + " are open (expected: < " + most.getAsInt() + ")");
    }
    EventBuffer[] self = new EventBuffer[1];
    EventBuffer buffer = new EventBuffer(threads.streamers(), () -> open.remove(self[0]));
    self[0] = buffer;
    open.put(buffer, owner);
    return buffer;
  }

  /**
   * Looks now and then whether a stream's subscriber may still have it, and ends it with the reason
   * when not.
   *
   * @param allowed throws the reason; answers from memory
   */
  public Cancellable whileAllowed(EventBuffer stream, Runnable allowed) {
    Future<?> looking =
        threads.every(
            LOOK_MILLIS,
            () -> {
              try {
                allowed.run();
              } catch (FairleadException e) {
                stream.fail(e);
              }
            });
    return () -> looking.cancel(false);
  }

  /** How many are open now. */
  public int size() {
    return open.size();
  }

  /** Ends those of owners that have gone, with an error that says so. */
  public void endIf(Predicate<Object> gone) {
    open.forEach(
        (buffer, owner) -> {
          if (gone.test(owner)) {
            buffer.fail(new Unavailable("the part of the server that gave these values has gone"));
          }
        });
  }
}
