package io.fairlead.graphql.execution;

import io.fairlead.graphql.operation.Doorway;
import io.fairlead.graphql.operation.FieldMeter;
import io.fairlead.graphql.operation.OperationContext;
import io.fairlead.graphql.operation.Threads;
import io.fairlead.kernel.access.Caller;
import io.fairlead.kernel.error.Exhausted;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.function.Supplier;

/** Runs operations on workers, each with a deadline. */
public final class Operations {

  private final Engine engine;
  private final Doorway doorway;
  private final Threads threads;
  private final FieldMeter meter;
  private final Supplier<Duration> deadline;

  /**
   * @param deadline how long an operation may take
   */
  public Operations(
      Engine engine,
      Doorway doorway,
      Threads threads,
      FieldMeter meter,
      Supplier<Duration> deadline) {
    this.meter = meter;
    this.engine = engine;
    this.doorway = doorway;
    this.threads = threads;
    this.deadline = deadline;
  }

  public Prepared prepare(GraphqlRequest request) {
    Prepared prepared = engine.prepare(request);
    if (!prepared.isRight()) {
      meter.refused();
    }
    return prepared;
  }

  /**
   * Runs what was prepared. The future fails at the deadline; what runs is not interrupted, and a
   * stream that opens later is ended at once.
   *
   * @throws Exhausted when too many operations are under way
   */
  public CompletableFuture<Outcome> run(Prepared prepared, GraphqlRequest request, Caller caller) {
    Duration most = deadline.get();
    OperationContext context =
        new OperationContext(
            caller, doorway::confirm, doorway.audit(), System::nanoTime, meter, most);
    CompletableFuture<Outcome> outcome = new CompletableFuture<>();
    threads.workers().execute(() -> run(prepared, request, context, outcome));
    Future<?> end = threads.after(most.toMillis(), () -> outcome.completeExceptionally(late(most)));
    outcome.whenComplete((result, error) -> end.cancel(false));
    return outcome;
  }

  private void run(
      Prepared prepared,
      GraphqlRequest request,
      OperationContext context,
      CompletableFuture<Outcome> outcome) {
    try {
      Outcome result = engine.run(prepared, request, context);
      if (!outcome.complete(result) && result instanceof Outcome.Many late) {
        late.buffer().cancel();
      }
    } catch (RuntimeException | LinkageError e) {
      outcome.completeExceptionally(e);
    }
  }

  private static Exhausted late(Duration most) {
    return new Exhausted("the operation was not done within " + most.toSeconds() + " s");
  }
}
