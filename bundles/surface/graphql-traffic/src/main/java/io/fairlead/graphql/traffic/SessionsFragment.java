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

/** Sessions: what clients have on the server. */
@Component(property = "fairlead.graphql=sessions")
public final class SessionsFragment implements GraphqlFragment {

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
  public SessionsFragment(@Reference Sessions sessions, BundleContext context) {
    this.sessions = sessions;
    this.events = new EventHub<>(context, SessionEvent.class);
  }

  @Override
  public void describe(FragmentBuilder fragment) {
    NamingExceptions.sessions(fragment);
    fragment
        .query(
            "sessions",
            SESSION.list().required(),
            "Sessions that match, by id, a page of them.",
            this::list,
            Argument.of("filter", FILTER),
            Inputs.PAGE,
            Inputs.PAGE_SIZE)
        .query(
            "session",
            SESSION,
            "One session; null when there is none of that id.",
            a -> sessions.find(Inputs.number("session", a.text("id"))).orElse(null),
            Argument.of("id", Shape.ID.required()))
        .query(
            "sessionStats",
            Shape.of(SessionStats.class).required(),
            "Numbers over all sessions.",
            arguments -> sessions.stats())
        .mutation(
            "terminateSession",
            Shape.BOOLEAN.required(),
            "Cancels what runs, rolls back, tells the client and closes it.",
            this::terminate,
            Argument.of("sessionId", Shape.ID.required()))
        .subscription(
            "sessionEvent",
            Shape.of(SessionEvent.class).required(),
            "Sessions created, terminated, idle and active. Of one session it gives the present"
                + " state first, and ends when the session does.",
            this::open,
            Argument.of("sessionId", Shape.ID));
  }

  private List<SessionView> list(Arguments arguments) {
    PageRequest page = Inputs.page(arguments);
    Map<String, Object> filter = arguments.object("filter");
    return page.of(
            sessions.list(
                Inputs.renamed(
                    Map.of("state", "filter.state"),
                    () ->
                        SessionFilter.of(
                            (String) filter.get("state"),
                            (String) filter.get("user"),
                            (String) filter.get("database")))))
        .data();
  }

  private Object terminate(Arguments arguments) {
    sessions.terminate(Inputs.number("session", arguments.text("sessionId")), "ended over GraphQL");
    return true;
  }

  private Cancellable open(Arguments arguments, Sink sink) {
    Optional<String> asked = arguments.optionalText("sessionId");
    if (asked.isEmpty()) {
      return events.listen(sink::next);
    }
    long id = Inputs.number("session", asked.get());
    SessionView present =
        sessions.find(id).orElseThrow(() -> Inputs.unknown("session", asked.get()));
    sink.next(stateOf(present));
    Cancellable listening =
        events.listen(
            event -> {
              if (event.sessionId() == id) {
                sink.next(event);
                if (event.type().equals("terminated")) {
                  sink.end();
                }
              }
            });
    // What happened between the look and the listening.
    Optional<SessionView> now = sessions.find(id);
    if (now.isEmpty()) {
      sink.end();
    } else if (!stateOf(now.get()).type().equals(stateOf(present).type())) {
      sink.next(stateOf(now.get()));
    }
    return listening;
  }

  /** A session's state as the event that began it. */
  private static SessionEvent stateOf(SessionView session) {
    boolean active = session.state().equals("active") || session.state().equals("waiting");
    return new SessionEvent(
        active ? "active" : "idle", session.sessionId(), session.lastActivity());
  }
}
