package io.fairlead.graphql.traffic;

import io.fairlead.graphql.spi.Argument;
import io.fairlead.graphql.spi.Arguments;
import io.fairlead.graphql.spi.Cancellable;
import io.fairlead.graphql.spi.EventHub;
import io.fairlead.graphql.spi.FragmentBuilder;
import io.fairlead.graphql.spi.GraphqlFragment;
import io.fairlead.graphql.spi.Shape;
import io.fairlead.graphql.spi.Sink;
import io.fairlead.kernel.page.PageRequest;
import io.fairlead.traffic.event.ConnectionEvent;
import io.fairlead.traffic.event.PoolChanged;
import io.fairlead.traffic.pool.ConnectionFilter;
import io.fairlead.traffic.pool.ConnectionView;
import io.fairlead.traffic.pool.Pools;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** The pools' database connections. */
@Component(property = "fairlead.graphql=connections")
public final class ConnectionsFragment implements GraphqlFragment {

  private static final Shape CONNECTION = Shape.of(ConnectionView.class);
  private static final Shape.Input FILTER =
      new Shape.Input(
          "ConnectionFilter",
          List.of(
              Argument.of("state", Shape.STRING),
              new Argument("minIdleTime", Shape.INT, "Idle for at least so many seconds."),
              new Argument("user", Shape.STRING, "The holder's.")));

  private final Pools pools;
  private final EventHub<ConnectionEvent> events;
  private final EventHub<PoolChanged> poolChanges;

  @Activate
  public ConnectionsFragment(@Reference Pools pools, BundleContext context) {
    this.pools = pools;
    this.events = new EventHub<>(context, ConnectionEvent.class);
    this.poolChanges = new EventHub<>(context, PoolChanged.class);
  }

  @Override
  public void describe(FragmentBuilder fragment) {
    NamingExceptions.connections(fragment);
    fragment
        .query(
            "connections",
            CONNECTION.list().required(),
            "Database connections that match, by id, a page of them.",
            this::list,
            Argument.of("poolId", Shape.ID),
            Argument.of("filter", FILTER),
            Inputs.PAGE,
            Inputs.PAGE_SIZE)
        .query(
            "connection",
            CONNECTION,
            "One database connection; null when there is none of that id.",
            a -> pools.connection(Inputs.number("connection", a.text("id"))).orElse(null),
            Argument.of("id", Shape.ID.required()))
        .mutation(
            "killConnection",
            Shape.BOOLEAN.required(),
            "Cancels what runs on it and closes it; its holder gets an Error, the session lives.",
            this::kill,
            Argument.of("connectionId", Shape.ID.required()))
        .subscription(
            "connectionEvent",
            Shape.of(ConnectionEvent.class).required(),
            "Connections created, destroyed, acquired and released, of one pool or of all, from"
                + " now on. Ends when the pool is removed.",
            this::open,
            Argument.of("poolId", Shape.ID));
  }

  private List<ConnectionView> list(Arguments arguments) {
    PageRequest page = Inputs.page(arguments);
    Map<String, Object> filter = arguments.object("filter");
    return page.of(
            pools.connections(
                Inputs.renamed(
                    Map.of("state", "filter.state", "min_idle_secs", "filter.minIdleTime"),
                    () ->
                        ConnectionFilter.of(
                            arguments.optionalText("poolId").orElse(null),
                            (String) filter.get("state"),
                            (String) filter.get("user"),
                            filter.get("minIdleTime") instanceof Number n ? n.longValue() : null))))
        .data();
  }

  private Object kill(Arguments arguments) {
    pools.kill(Inputs.number("connection", arguments.text("connectionId")));
    return true;
  }

  private Cancellable open(Arguments arguments, Sink sink) {
    Optional<String> pool = arguments.optionalText("poolId");
    if (pool.isEmpty()) {
      return events.listen(sink::next);
    }
    String id = pool.get();
    if (pools.find(id).isEmpty()) {
      throw Inputs.unknown("pool", id);
    }
    Cancellable listening =
        events.listen(
            event -> {
              if (event.poolId().equals(id)) {
                sink.next(event);
              }
            });
    Cancellable watching =
        poolChanges.listen(
            change -> {
              if (change.poolId().equals(id) && pools.find(id).isEmpty()) {
                sink.end();
              }
            });
    if (pools.find(id).isEmpty()) {
      // It went before anybody listened.
      sink.end();
    }
    return () -> {
      listening.cancel();
      watching.cancel();
    };
  }
}
