package io.fairlead.graphql.traffic;

import io.fairlead.graphql.spi.Argument;
import io.fairlead.graphql.spi.Arguments;
import io.fairlead.graphql.spi.Cancellable;
import io.fairlead.graphql.spi.EventHub;
import io.fairlead.graphql.spi.FragmentBuilder;
import io.fairlead.graphql.spi.GraphqlFragment;
import io.fairlead.graphql.spi.Shape;
import io.fairlead.graphql.spi.Sink;
import io.fairlead.traffic.event.SessionEvent;
import io.fairlead.traffic.session.SessionFilter;
import io.fairlead.traffic.session.SessionStats;
import io.fairlead.traffic.session.SessionView;
import io.fairlead.traffic.session.Sessions;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** What clients have on the server, from their first byte to their last. */
@Component(service = GraphqlFragment.class)
public final class SessionFragment implements GraphqlFragment {

  private static final Shape SESSION = Shape.of(SessionView.class);
  private static final Shape.Input FILTER =
      new Shape.Input(
          "SessionFilter",
          List.of(
              Argument.of("state", Shape.STRING),
              Argument.of("user", Shape.STRING),
              Argument.of("database", Shape.STRING)));

  private final Sessions sessions;
  private final EventHub<SessionEvent> events;

  @Activate
  public SessionFragment(@Reference Sessions sessions, BundleContext context) {
    this.sessions = sessions;
    this.events = new EventHub<>(context, SessionEvent.class);
  }

  @Override
  public void describe(FragmentBuilder fragment) {
    fragment
        .type(SessionView.class, "Session", Map.of("username", "user"))
        .query(
            "sessions",
            SESSION.list().required(),
            "Sessions that match, by id, in pages.",
            this::list,
            Argument.of("filter", FILTER),
            Paging.PAGE,
            Paging.PAGE_SIZE)
        .query(
            "session",
            SESSION,
            "One session.",
            a -> sessions.find(Ids.number("session", a.text("id"))).orElse(null),
            Argument.of("id", Shape.ID.required()))
        .query(
            "sessionStats",
            Shape.of(SessionStats.class).required(),
            "Numbers over all sessions.",
            a -> sessions.stats())
        .mutation(
            "terminateSession",
            Shape.BOOLEAN.required(),
            "Cancels what runs, rolls back, tells the client and closes it.",
            this::terminate,
            Argument.of("sessionId", Shape.ID.required()))
        .subscription(
            "sessionEvent",
            Shape.of(SessionEvent.class).required(),
            "Each time that a session, one or any, is created, becomes active or idle, or is terminated.",
            this::watch,
            Argument.of("sessionId", Shape.ID));
  }

  private Object list(Arguments arguments) {
    Map<String, Object> given = arguments.object("filter");
    SessionFilter filter =
        SessionFilter.of(
            ConnectionFragment.text(given.get("state")),
            ConnectionFragment.text(given.get("user")),
            ConnectionFragment.text(given.get("database")));
    return Paging.of(arguments).of(sessions.list(filter)).data();
  }

  private Object terminate(Arguments arguments) {
    sessions.terminate(
        Ids.number("session", arguments.text("sessionId")), "ended by an administrator");
    return true;
  }

  private Cancellable watch(Arguments arguments, Sink sink) {
    Optional<Long> session =
        arguments.optionalText("sessionId").map(id -> Ids.number("session", id));
    Cancellable listening =
        events.listen(
            event -> {
              boolean wanted = session.map(id -> id == event.sessionId()).orElse(true);
              if (wanted) {
                sink.next(event);
                if (session.isPresent() && event.type().equals("terminated")) {
                  sink.end();
                }
              }
            });
    // Looked at after listening began, so that no end falls between.
    if (session.isPresent() && sessions.find(session.get()).isEmpty()) {
      listening.cancel();
      throw Ids.unknown("session", session.get().toString());
    }
    return listening;
  }
}
