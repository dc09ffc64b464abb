package io.fairlead.graphql.traffic;

import graphql.schema.GraphQLSchema;
import io.fairlead.graphql.execution.Delivery;
import io.fairlead.graphql.execution.Engine;
import io.fairlead.graphql.execution.GraphqlRequest;
import io.fairlead.graphql.execution.Outcome;
import io.fairlead.graphql.operation.FieldMeter;
import io.fairlead.graphql.operation.Limits;
import io.fairlead.graphql.operation.OperationContext;
import io.fairlead.graphql.operation.Streams;
import io.fairlead.graphql.operation.Threads;
import io.fairlead.graphql.schema.FragmentRegistry;
import io.fairlead.kernel.access.Caller;
import io.fairlead.traffic.pool.FakeBudgets;
import io.fairlead.traffic.pool.FakeLives;
import io.fairlead.traffic.pool.FakePartitions;
import java.lang.reflect.Proxy;
import java.util.Dictionary;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.typedevent.TypedEventHandler;

/** The traffic fragments on a host without transports, over the family in memory. */
final class TestSurface implements AutoCloseable {

  final FakeTraffic traffic = new FakeTraffic();
  final FakePartitions partitions = new FakePartitions();
  final FakeLives lives = new FakeLives();
  final FakeBudgets budgets = new FakeBudgets();
  final Threads threads = new Threads();
  private final FragmentRegistry registry =
      new FragmentRegistry(new Streams(threads, () -> 1_000), threads, 0, System::nanoTime);
  private final Engine engine = new Engine(registry::snapshot, Limits.DEFAULTS::query);
  private final List<Handler> handlers = new CopyOnWriteArrayList<>();

  private record Handler(TypedEventHandler<Record> handler, String type) {}

  TestSurface() {
    BundleContext context = context();
    registry.add(1, 0, "test", () -> new PoolsFragment(traffic.poolsFacade));
    registry.add(2, 0, "test", () -> new ConnectionsFragment(traffic.poolsFacade, context));
    registry.add(3, 0, "test", () -> new SessionsFragment(traffic.sessionsFacade, context));
    registry.add(4, 0, "test", () -> new NetworkFragment(traffic.networkFacade));
    registry.add(5, 0, "test", () -> new PartitionsFragment(traffic.poolsFacade, partitions));
    registry.add(6, 0, "test", () -> new WaitQueueFragment(traffic.poolsFacade, partitions));
    registry.add(7, 0, "test", () -> new LifecycleFragment(traffic.poolsFacade, lives));
    registry.add(8, 0, "test", () -> new LeaksFragment(traffic.poolsFacade, lives));
    registry.add(9, 0, "test", () -> new BudgetsFragment(budgets));
    registry.apply();
    if (!registry.rejections().isEmpty()) {
      throw new AssertionError(registry.rejections());
    }
  }

  GraphQLSchema schema() {
    return registry.snapshot().orElseThrow().schema();
  }

  Map<String, Object> ask(String query) {
    return ((Outcome.Single) run(query)).answer();
  }

  /** Answers of a subscription, in order; {@code complete} at the end. */
  BlockingQueue<Object> subscribe(String query) {
    BlockingQueue<Object> answers = new LinkedBlockingQueue<>();
    Outcome outcome = run(query);
    if (outcome instanceof Outcome.Single single) {
      answers.add(single.answer());
      answers.add("complete");
    } else if (outcome instanceof Outcome.Many many) {
      Delivery.begin(
          many,
          new Delivery.Receiver() {
            @Override
            public void next(Map<String, Object> answer, Runnable taken) {
              answers.add(answer);
              taken.run();
            }

            @Override
            public void complete() {
              answers.add("complete");
            }
          });
    }
    return answers;
  }

  static String next(BlockingQueue<Object> answers) throws InterruptedException {
    Object answer = answers.poll(20, TimeUnit.SECONDS);
    if (answer == null) {
      throw new AssertionError("nothing came");
    }
    return answer.toString();
  }

  /** How many handlers are registered for events now. */
  int handlers() {
    return handlers.size();
  }

  /** As the bus does. */
  void publish(Record event) {
    for (Handler handler : handlers) {
      if (handler.type().equals(event.getClass().getName())) {
        handler.handler().notify("topic", event);
      }
    }
  }

  private Outcome run(String query) {
    GraphqlRequest request = new GraphqlRequest(query, null, Map.of());
    return engine.run(
        engine.prepare(request),
        request,
        new OperationContext(
            new Caller("admin", Set.of(), ""),
            (caller, field) -> {},
            entry -> {},
            System::nanoTime,
            new FieldMeter((surface, operation, status, nanos) -> {}, System::nanoTime),
            Limits.DEFAULTS.operationTimeout()));
  }

  @SuppressWarnings("unchecked")
  private BundleContext context() {
    return (BundleContext)
        Proxy.newProxyInstance(
            getClass().getClassLoader(),
            new Class<?>[] {BundleContext.class},
            (proxy, method, arguments) -> {
              Handler handler =
                  new Handler(
                      (TypedEventHandler<Record>) arguments[1],
                      (String) ((Dictionary<?, ?>) arguments[2]).get("event.type"));
              handlers.add(handler);
              return Proxy.newProxyInstance(
                  getClass().getClassLoader(),
                  new Class<?>[] {ServiceRegistration.class},
                  (p, m, a) -> {
                    handlers.remove(handler);
                    return null;
                  });
            });
  }

  @Override
  public void close() {
    threads.close();
  }
}
