package io.fairlead.session;

import io.fairlead.kernel.error.NotFound;
import io.fairlead.kernel.event.EventBus;
import io.fairlead.kernel.instance.Ids;
import io.fairlead.traffic.event.SessionEvent;
import io.fairlead.traffic.pool.ConnectionPool;
import io.fairlead.traffic.session.ClientSession;
import io.fairlead.traffic.session.SessionFilter;
import io.fairlead.traffic.session.SessionRequest;
import io.fairlead.traffic.session.SessionStats;
import io.fairlead.traffic.session.SessionView;
import io.fairlead.traffic.session.Sessions;
import io.fairlead.traffic.session.spi.StatementListener;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Function;
import java.util.function.Supplier;

/** All sessions of the server, and their numbers. Plain Java. */
final class SessionRegistry implements Sessions {

  private static final double NANOS_PER_SECOND = 1e9;

  private final Function<String, Optional<ConnectionPool>> pools;
  private final EventBus events;
  private final Ids ids;
  private final Alarms alarms;
  private final InstantSource clock;

  private final ConcurrentHashMap<Long, Session> sessions = new ConcurrentHashMap<>();
  private final AtomicInteger open = new AtomicInteger();
  private final AtomicInteger peak = new AtomicInteger();
  private final AtomicLong opened = new AtomicLong();
  private final AtomicLong ended = new AtomicLong();
  private final LongAdder endedNanos = new LongAdder();
  private final StatementMeter statements;
  private final AnsweredStatements answered;

  /**
   * @param pools finds a pool by name, asked for every loan
   * @param listeners who is told of answered statements, asked for every one
   */
  SessionRegistry(
      Function<String, Optional<ConnectionPool>> pools,
      EventBus events,
      Ids ids,
      Alarms alarms,
      InstantSource clock,
      Supplier<List<StatementListener>> listeners) {
    this.pools = pools;
    this.events = events;
    this.ids = ids;
    this.alarms = alarms;
    this.clock = clock;
    this.statements = new StatementMeter(alarms::nanoTime);
    this.answered = new AnsweredStatements(listeners, alarms::nanoTime);
  }

  @Override
  public ClientSession open(SessionRequest request) {
    Session session = new Session(ids.next("session"), request, this);
    sessions.put(session.id(), session);
    opened.incrementAndGet();
    int now = open.incrementAndGet();
    peak.accumulateAndGet(now, Math::max);
    event("created", session.id());
    return session;
  }

  @Override
  public List<SessionView> list(SessionFilter filter) {
    return sessions.values().stream()
        .map(Session::view)
        .filter(view -> filter.state().map(view.state()::equals).orElse(true))
        .filter(view -> filter.user().map(view.username()::equals).orElse(true))
        .filter(view -> filter.database().map(view.database()::equals).orElse(true))
        .sorted(Comparator.comparingLong(SessionView::sessionId))
        .toList();
  }

  @Override
  public Optional<SessionView> find(long sessionId) {
    return Optional.ofNullable(sessions.get(sessionId)).map(Session::view);
  }

  @Override
  public void terminate(long sessionId, String reason) {
    Session session = sessions.get(sessionId);
    if (session == null) {
      throw new NotFound("session " + sessionId + ": there is none of that id");
    }
    session.terminate(reason);
  }

  @Override
  public SessionStats stats() {
    int active = (int) sessions.values().stream().filter(Session::busy).count();
    int total = open.get();
    long gone = ended.get();
    double average = gone == 0 ? 0 : endedNanos.sum() / NANOS_PER_SECOND / gone;
    int most = peak.get();
    return new SessionStats(
        active, Math.max(0, total - active), total, opened.get(), most, most, average);
  }

  /** Ends every session, telling each client the reason. */
  void terminateAll(String reason) {
    sessions.values().forEach(session -> session.terminate(reason));
  }

  void closed(Session session) {
    if (sessions.remove(session.id(), session)) {
      open.decrementAndGet();
      endedNanos.add(session.ageNanos());
      ended.incrementAndGet();
      event("terminated", session.id());
    }
  }

  Optional<ConnectionPool> pool(String name) {
    return pools.apply(name);
  }

  long nextTransactionId() {
    return ids.next("transaction");
  }

  void event(String type, long sessionId) {
    if (events.heard(SessionEvent.class)) {
      events.publish(new SessionEvent(type, sessionId, clock.instant()));
    }
  }

  StatementMeter statements() {
    return statements;
  }

  AnsweredStatements answered() {
    return answered;
  }

  Alarms alarms() {
    return alarms;
  }

  InstantSource clock() {
    return clock;
  }
}
