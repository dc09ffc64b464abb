package io.fairlead.graphql.operation;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import io.fairlead.kernel.error.Unavailable;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.Test;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;

public class EventBufferTest {

  private final List<String> seen = new ArrayList<>();
  private final List<Long> lost = new ArrayList<>();
  private int endings;
  private int cancels;
  private @Nullable Subscription subscription;
  private final EventBuffer buffer = new EventBuffer(Runnable::run, () -> endings++);

  @Test
  public void valuesWaitUntilTheyAreAskedFor() {
    buffer.next("a");
    buffer.next("b");
    subscribe();
    assertEquals(List.of(), seen);
    subscription.request(1);
    assertEquals(List.of("a"), seen);
    subscription.request(5);
    buffer.next("c");
    assertEquals(List.of("a", "b", "c"), seen);
  }

  @Test
  public void theOldestAreLostAndCounted() {
    subscribe();
    for (int i = 0; i < EventBuffer.CAPACITY + 10; i++) {
      buffer.next(i);
    }
    subscription.request(Long.MAX_VALUE);
    assertEquals(EventBuffer.CAPACITY, seen.size());
    assertEquals("10", seen.get(0));
    assertEquals(10L, (long) lost.get(0));
    assertEquals("told once", 10, lost.stream().mapToLong(l -> l).sum());
  }

  @Test
  public void whatIsLeftComesBeforeTheEnd() {
    buffer.endsWith(() -> cancels++);
    buffer.next("a");
    buffer.fail(new Unavailable("gone"));
    buffer.next("late");
    assertEquals("the source is told at once", 1, cancels);
    subscribe();
    subscription.request(1);
    assertEquals(List.of("a", "gone"), seen);
    assertEquals(1, endings);
  }

  @Test
  public void whoCancelsHearsNothingMore() {
    buffer.endsWith(() -> cancels++);
    buffer.next("a");
    subscribe();
    subscription.cancel();
    subscription.request(9);
    subscription.cancel();
    assertEquals(List.of(), seen);
    assertEquals(1, cancels);
    assertEquals(1, endings);
  }

  @Test
  public void aSourceThatOpensTooLateIsClosedAtOnce() {
    buffer.cancel();
    buffer.endsWith(() -> cancels++);
    assertEquals(1, cancels);
  }

  @Test
  public void anEndWithoutValuesCompletesWithoutBeingAsked() {
    buffer.end();
    subscribe();
    assertEquals(List.of("complete"), seen);
  }

  @Test
  public void aSubscriberThatFailsEndsItsSource() {
    buffer.endsWith(() -> cancels++);
    buffer.subscribe(
        new Recorder() {
          @Override
          public void onNext(Object value) {
            throw new IllegalStateException("no");
          }
        });
    subscription.request(1);
    buffer.next("a");
    assertEquals(1, cancels);
    assertTrue(seen.isEmpty());
  }

  private void subscribe() {
    buffer.subscribe(new Recorder());
  }

  private class Recorder implements Subscriber<Object> {

    @Override
    public void onSubscribe(Subscription given) {
      subscription = given;
    }

    @Override
    public void onNext(Object value) {
      seen.add(value.toString());
      lost.add(buffer.lostBefore());
    }

    @Override
    public void onError(Throwable error) {
      seen.add(String.valueOf(error.getMessage()));
    }

    @Override
    public void onComplete() {
      seen.add("complete");
    }
  }
}
