package io.fairlead.session;

import io.fairlead.kernel.event.EventBus;
import io.fairlead.kernel.instance.Ids;
import io.fairlead.kernel.metric.Metric;
import io.fairlead.kernel.metric.MetricSource;
import io.fairlead.traffic.pool.ConnectionPool;
import io.fairlead.traffic.pool.Pools;
import io.fairlead.traffic.session.ClientSession;
import io.fairlead.traffic.session.SessionFilter;
import io.fairlead.traffic.session.SessionRequest;
import io.fairlead.traffic.session.SessionStats;
import io.fairlead.traffic.session.SessionView;
import io.fairlead.traffic.session.Sessions;
import io.fairlead.traffic.session.spi.StatementListener;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;

/**
 * Registers the sessions. The pools may come and go: a session without them answers each request
 * with an error and lives on.
 */
@Component(
    immediate = true,
    service = {Sessions.class, MetricSource.class})
public final class SessionsComponent implements Sessions, MetricSource {

  private final ScheduledAlarms alarms = new ScheduledAlarms();
  private final SessionRegistry registry;

  @Reference(
      cardinality = ReferenceCardinality.OPTIONAL,
      policy = ReferencePolicy.DYNAMIC,
      policyOption = ReferencePolicyOption.GREEDY)
  private volatile @Nullable Pools pools;

  @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
  private volatile List<StatementListener> listeners = List.of();

  @Activate
  public SessionsComponent(@Reference EventBus events, @Reference Ids ids) {
    this.registry =
        new SessionRegistry(
            this::pool, events, ids, alarms, InstantSource.system(), () -> listeners);
  }

  private Optional<ConnectionPool> pool(String name) {
    Pools present = pools;
    return present == null ? Optional.empty() : present.pool(name);
  }

  @Deactivate
  void deactivate() {
    registry.terminateAll("the server's sessions are being stopped");
    alarms.close();
  }

  @Override
  public ClientSession open(SessionRequest request) {
    return registry.open(request);
  }

  @Override
  public List<SessionView> list(SessionFilter filter) {
    return registry.list(filter);
  }

  @Override
  public Optional<SessionView> find(long sessionId) {
    return registry.find(sessionId);
  }

  @Override
  public void terminate(long sessionId, String reason) {
    registry.terminate(sessionId, reason);
  }

  @Override
  public SessionStats stats() {
    return registry.stats();
  }

  @Override
  public List<Metric> metrics() {
    return SessionMetrics.of(registry.stats(), registry.statements());
  }
}
