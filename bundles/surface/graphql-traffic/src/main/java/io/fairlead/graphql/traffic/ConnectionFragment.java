package io.fairlead.graphql.traffic;

import io.fairlead.graphql.spi.Argument;
import io.fairlead.graphql.spi.Arguments;
import io.fairlead.graphql.spi.Cancellable;
import io.fairlead.graphql.spi.EventHub;
import io.fairlead.graphql.spi.FragmentBuilder;
import io.fairlead.graphql.spi.GraphqlFragment;
import io.fairlead.graphql.spi.Shape;
import io.fairlead.graphql.spi.Sink;
import io.fairlead.kernel.error.Fault;
import io.fairlead.kernel.error.Invalid;
import io.fairlead.traffic.event.ConnectionEvent;
import io.fairlead.traffic.pool.ConnectionFilter;
import io.fairlead.traffic.pool.ConnectionView;
import io.fairlead.traffic.pool.Pools;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** The pools' database connections. */
@Component(service = GraphqlFragment.class)
public final class ConnectionFragment implements GraphqlFragment {

  private static final Shape CONNECTION = Shape.of(ConnectionView.class);
  private static final Shape.Input FILTER =
      new Shape.Input(
          "ConnectionFilter",
          List.of(
              Argument.of("state", Shape.STRING),
              new Argument("minIdleTime", Shape.INT, "Idle for at least so many seconds."),
              Argument.of("user", Shape.STRING)));

  private final Pools pools;
  private final EventHub<ConnectionEvent> events;

  @Activate
  public ConnectionFragment(@Reference Pools pools, BundleContext context) {
    this.pools = pools;
    this.events = new EventHub<>(context, ConnectionEvent.class);
  }

  @Override
  public void describe(FragmentBuilder fragment) {
    fragment
        .type(ConnectionView.class, "Connection", Map.of("username", "user"))
        .query(
            "connections",
            CONNECTION.list().required(),
            "Connections that match, by id, in pages.",
            this::list,
            Argument.of("poolId", Shape.ID),
            Argument.of("filter", FILTER),
            Paging.PAGE,
            Paging.PAGE_SIZE)
        .query(
            "connection",
            CONNECTION,
            "One connection.",
            a -> pools.connection(Ids.number("connection", a.text("id"))).orElse(null),
            Argument.of("id", Shape.ID.required()))
        .mutation(
            "killConnection",
            Shape.BOOLEAN.required(),
            "Cancels what runs on it and closes it; its holder gets an error, the session lives.",
            this::kill,
            Argument.of("connectionId", Shape.ID.required()))
        .subscription(
            "connectionEvent",
            Shape.of(ConnectionEvent.class).required(),
            "Each creation, destruction, acquisition and release, of one pool or of all.",
            this::watch,
            Argument.of("poolId", Shape.ID));
  }

  private Object list(Arguments arguments) {
    return Paging.of(arguments).of(pools.connections(filter(arguments))).data();
  }

  private static ConnectionFilter filter(Arguments arguments) {
    Map<String, Object> given = arguments.object("filter");
    try {
      return ConnectionFilter.of(
          arguments.optionalText("poolId").orElse(null),
          text(given.get("state")),
          text(given.get("user")),
          given.get("minIdleTime") instanceof Number secs ? (Long) secs.longValue() : null);
    } catch (Invalid e) {
      throw new Invalid(
          e.faults().stream()
              .map(
                  f ->
                      f.field().equals("min_idle_secs")
                          ? new Fault("minIdleTime", f.value(), f.expectation())
                          : f)
              .toList());
    }
  }

  static @Nullable String text(@Nullable Object value) {
    return value == null ? null : value.toString();
  }

  private Object kill(Arguments arguments) {
    pools.kill(Ids.number("connection", arguments.text("connectionId")));
    return true;
  }

  private Cancellable watch(Arguments arguments, Sink sink) {
    Optional<String> pool = arguments.optionalText("poolId");
    pool.ifPresent(name -> Ids.found("pool", name, pools.find(name)));
    return events.listen(
        event -> {
          if (pool.map(event.poolId()::equals).orElse(true)) {
            sink.next(event);
          }
        });
  }
}
