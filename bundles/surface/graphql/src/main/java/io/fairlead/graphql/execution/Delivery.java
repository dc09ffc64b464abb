package io.fairlead.graphql.execution;

import graphql.ExecutionResult;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;

/**
 * Hands a subscription's answers to its client, the next one when the client has taken the last: it
 * is the buffer that waits, and not the transport.
 */
public final class Delivery implements Subscriber<ExecutionResult> {

  private final Outcome.Many answers;
  private final Receiver receiver;
  private @Nullable Subscription subscription;
  private boolean cancelled;

  /** A client, as a transport sees it. */
  public interface Receiver {

    /**
     * @param taken to be called when the client can take another
     */
    void next(Map<String, Object> answer, Runnable taken);

    /** Nothing more comes. */
    void complete();
  }

  private Delivery(Outcome.Many answers, Receiver receiver) {
    this.answers = answers;
    this.receiver = receiver;
  }

  /** Begins to hand on. */
  public static Delivery begin(Outcome.Many answers, Receiver receiver) {
    Delivery delivery = new Delivery(answers, receiver);
    answers.answers().subscribe(delivery);
    return delivery;
  }

  /** The client wants no more. */
  public void cancel() {
    synchronized (this) {
      cancelled = true;
    }
    answers.buffer().cancel();
  }

  @Override
  public void onSubscribe(Subscription asked) {
    synchronized (this) {
      subscription = asked;
    }
    asked.request(1);
  }

  @Override
  public void onNext(ExecutionResult result) {
    if (!isCancelled()) {
      receiver.next(Answers.of(result, answers.buffer().lostBefore()), this::more);
    }
  }

  @Override
  public void onError(Throwable error) {
    if (!isCancelled()) {
      receiver.next(Answers.of(error), receiver::complete);
    }
  }

  @Override
  public void onComplete() {
    if (!isCancelled()) {
      receiver.complete();
    }
  }

  private synchronized boolean isCancelled() {
    return cancelled;
  }

  private void more() {
    Subscription present;
    synchronized (this) {
      present = cancelled ? null : subscription;
    }
    if (present != null) {
      present.request(1);
    }
  }
}
