package io.fairlead.graphql.socket;

import io.fairlead.graphql.execution.Delivery;
import io.fairlead.graphql.execution.GraphqlRequest;
import io.fairlead.graphql.execution.Operations;
import io.fairlead.graphql.execution.Outcome;
import io.fairlead.graphql.execution.Prepared;
import io.fairlead.graphql.operation.Errors;
import io.fairlead.kernel.access.Caller;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** One operation on a socket, from {@code subscribe} to {@code complete}. */
final class SocketOperation implements Delivery.Receiver {

  private final SocketProtocol socket;
  private final String id;
  private @Nullable Delivery delivery;
  private boolean cancelled;

  SocketOperation(SocketProtocol socket, String id) {
    this.socket = socket;
    this.id = id;
  }

  /** Prepares on this thread, runs on a worker, hands on what comes. */
  void begin(Operations operations, GraphqlRequest request, Caller caller) {
    try {
      Prepared prepared = operations.prepare(request);
      if (!prepared.isRight()) {
        refuse(prepared.errors());
        return;
      }
      operations
          .run(prepared, request, caller)
          .whenComplete(
              (outcome, error) -> {
                if (error != null) {
                  refuse(error);
                } else {
                  hand(outcome);
                }
              });
    } catch (RuntimeException e) {
      refuse(e);
    }
  }

  /** An {@code error} message: nothing was run, and the id is free again. */
  void refuse(Throwable error) {
    refuse(List.of(Errors.toMap(error)));
  }

  /** The client wants no more of it, or is gone. */
  void cancel() {
    Delivery present;
    synchronized (this) {
      cancelled = true;
      present = delivery;
    }
    if (present != null) {
      present.cancel();
    }
  }

  @Override
  public void next(Map<String, Object> answer, Runnable taken) {
    Map<String, Object> message = new TreeMap<>();
    message.put("type", "next");
    message.put("id", id);
    message.put("payload", answer);
    socket.send(message, taken);
  }

  @Override
  public void complete() {
    socket.finished(id, this);
    if (!isCancelled()) {
      socket.send(Map.of("type", "complete", "id", id), () -> {});
    }
  }

  private void refuse(List<Map<String, Object>> errors) {
    socket.finished(id, this);
    if (!isCancelled()) {
      Map<String, Object> message = new TreeMap<>();
      message.put("type", "error");
      message.put("id", id);
      message.put("payload", errors);
      socket.send(message, () -> {});
    }
  }

  private void hand(Outcome outcome) {
    if (outcome instanceof Outcome.Single single) {
      if (!isCancelled()) {
        next(single.answer(), this::complete);
      }
    } else if (outcome instanceof Outcome.Many many) {
      carry(Delivery.begin(many, this));
    }
  }

  private void carry(Delivery begun) {
    boolean late;
    synchronized (this) {
      delivery = begun;
      late = cancelled;
    }
    if (late) {
      begun.cancel();
    }
  }

  private synchronized boolean isCancelled() {
    return cancelled;
  }
}
