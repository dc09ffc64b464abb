package io.fairlead.graphql;

import io.fairlead.graphql.execution.Engine;
import io.fairlead.graphql.execution.Operations;
import io.fairlead.graphql.http.HttpOperations;
import io.fairlead.graphql.operation.Doorway;
import io.fairlead.graphql.operation.FieldMeter;
import io.fairlead.graphql.operation.Streams;
import io.fairlead.graphql.operation.Threads;
import io.fairlead.graphql.schema.Coalescer;
import io.fairlead.graphql.schema.FragmentRegistry;
import io.fairlead.graphql.socket.Sockets;
import io.fairlead.graphql.spi.GraphqlFragment;
import io.fairlead.http.AnsweredRequests;
import io.fairlead.http.spi.RequestListener;
import io.fairlead.kernel.access.Access;
import io.fairlead.kernel.audit.Audit;
import io.fairlead.kernel.lifecycle.Leaving;
import io.fairlead.kernel.lifecycle.Outliving;
import io.fairlead.kernel.lifecycle.Returning;
import io.fairlead.kernel.metric.OperationMeter;
import io.fairlead.kernel.plugin.RejectionSource;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.ServiceReference;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;

/**
 * The host: what the fragments offer, run for the servlets. A fragment is fetched on the schema's
 * thread and not where it is bound, as one of them asks for what asks this for its rejections.
 */
@Component(service = {GraphqlComponent.class, RejectionSource.class})
public final class GraphqlComponent implements RejectionSource, Returning.Listener {

  /** How long what a bundle offered stays when it has gone. */
  private static final long LINGER_NANOS = TimeUnit.MILLISECONDS.toNanos(200);

  private final Threads threads = new Threads();
  private final Streams streams;
  private final Doorway doorway;
  private final FragmentRegistry registry;
  private final Coalescer changes;
  private final HttpOperations http;
  private final Sockets sockets;
  private final BundleContext context;
  private final Returning returning;
  private final Outliving outliving = new Outliving();

  @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
  private volatile List<RequestListener> listeners = List.of();

  @Activate
  public GraphqlComponent(
      BundleContext context,
      @Reference GraphqlSettings settings,
      @Reference Audit audit,
      @Reference OperationMeter meter) {
    this.context = context;
    this.doorway = new Doorway(audit);
    this.streams = new Streams(threads, () -> settings.limits().subscriptions());
    this.registry = new FragmentRegistry(streams, threads, LINGER_NANOS, System::nanoTime);
    this.changes = new Coalescer(registry::apply);
    Engine engine = new Engine(registry::snapshot, () -> settings.limits().query());
    FieldMeter fields = new FieldMeter(meter, System::nanoTime);
    Operations operations =
        new Operations(
            engine, doorway, threads, fields, () -> settings.limits().operationTimeout());
    this.http =
        new HttpOperations(
            doorway,
            operations,
            threads,
            fields,
            settings::limits,
            new AnsweredRequests(FieldMeter.SURFACE, () -> listeners),
            System::nanoTime);
    this.sockets = new Sockets(doorway, operations, threads, settings::limits);
    this.returning = new Returning(context, this);
  }

  @Reference(
      cardinality = ReferenceCardinality.OPTIONAL,
      policy = ReferencePolicy.DYNAMIC,
      policyOption = ReferencePolicyOption.GREEDY)
  void addAccess(Access access) {
    doorway.ask(access);
  }

  void removeAccess(Access access) {
    doorway.leave(access);
  }

  @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
  void addFragment(ServiceReference<GraphqlFragment> reference) {
    Bundle bundle = reference.getBundle();
    registry.add(
        idOf(reference),
        reference.getProperty(Constants.SERVICE_RANKING) instanceof Integer rank ? rank : 0,
        bundle == null ? "" : String.valueOf(bundle.getSymbolicName()),
        () -> context.getService(reference));
    changes.ask();
  }

  void removeFragment(ServiceReference<GraphqlFragment> reference) {
    outliving.prepare(reference.getBundle());
    long lingers = registry.remove(idOf(reference));
    context.ungetService(reference);
    changes.ask();
    changes.askAfter(lingers);
    if (Returning.isExpected(reference.getBundle())) {
      returns(String.valueOf(reference.getBundle().getSymbolicName()));
    }
  }

  @Override
  public void returns(String bundle) {
    if (registry.returns(bundle)) {
      changes.askAfter(Leaving.RETURN_NANOS);
    }
  }

  @Override
  public void ends(String bundle) {
    if (registry.ends(bundle)) {
      changes.askAfter(LINGER_NANOS);
    }
  }

  @Override
  public List<Rejection> rejections() {
    return registry.rejections();
  }

  /** Whether all fragments that are offered now are in the schema, or rejected. */
  boolean settled() {
    return changes.idle() && registry.snapshot().isPresent();
  }

  HttpOperations http() {
    return http;
  }

  Sockets sockets() {
    return sockets;
  }

  Doorway doorway() {
    return doorway;
  }

  @Deactivate
  void close() {
    returning.close();
    changes.close();
    streams.endIf(owner -> true);
    sockets.close();
    threads.close();
  }

  private static long idOf(ServiceReference<?> reference) {
    return (Long) reference.getProperty(Constants.SERVICE_ID);
  }
}
