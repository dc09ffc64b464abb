package io.fairlead.pool;

import io.fairlead.kernel.config.ConfigStore;
import io.fairlead.kernel.config.ConfiguredResources;
import io.fairlead.kernel.config.StoredConfig;
import io.fairlead.kernel.event.EventBus;
import io.fairlead.kernel.health.HealthCheck;
import io.fairlead.kernel.instance.Ids;
import io.fairlead.kernel.instance.Instance;
import io.fairlead.kernel.lifecycle.Drainable;
import io.fairlead.pool.core.CoarseClock;
import io.fairlead.pool.core.DeadlineTimer;
import io.fairlead.pool.core.PoolEnvironment;
import io.fairlead.pool.core.PoolSettings;
import io.fairlead.pool.core.WaitGraph;
import io.fairlead.pool.core.Workers;
import io.fairlead.traffic.network.Network;
import io.fairlead.traffic.pool.ConnectionPool;
import io.fairlead.traffic.pool.PoolBudgets;
import io.fairlead.traffic.pool.PoolLeaks;
import io.fairlead.traffic.pool.PoolLifecycles;
import io.fairlead.traffic.pool.PoolPartitions;
import io.fairlead.traffic.pool.Pools;
import io.fairlead.traffic.pool.WaitQueues;
import io.fairlead.traffic.pool.spi.ConnectionSource;
import io.fairlead.traffic.pool.spi.PartitionRouter;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Dictionary;
import java.util.Hashtable;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.osgi.annotation.bundle.Capability;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.cm.ManagedServiceFactory;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;

/**
 * Owns the pools' configurations, registers the facade, each pool and a health check for it, and
 * takes sources of connections as they come and go. It drains last of all: sessions end before.
 */
@Component(
    service = {ManagedServiceFactory.class, Drainable.class},
    immediate = true,
    property = {
      Constants.SERVICE_PID + "=" + PoolsFacade.PID,
      Constants.SERVICE_RANKING + ":Integer=-1000"
    })
@Capability(
    namespace = "osgi.service",
    attribute =
        "objectClass:List<String>=\"io.fairlead.traffic.pool.Pools,io.fairlead.traffic.pool.PoolPartitions,"
            + "io.fairlead.traffic.pool.PoolBudgets,"
            + "io.fairlead.traffic.pool.WaitQueues,io.fairlead.traffic.pool.PoolLifecycles,"
            + "io.fairlead.traffic.pool.PoolLeaks,io.fairlead.traffic.pool.ConnectionPool,"
            + "io.fairlead.kernel.health.HealthCheck\"")
public final class PoolsComponent extends ConfiguredResources implements Drainable {

  private static final Duration THREADS_IDLE = Duration.ofSeconds(30);
  private static final Duration WHEN_STOPPED = Duration.ofSeconds(5);
  private static final String ANY = "unnamed";

  private final BundleContext context;
  private final DeadlineTimer timer = new DeadlineTimer("fairlead-pool-timer-1");
  private final CoarseClock clock = new CoarseClock("fairlead-pool-clock-1");
  private final Workers trialThreads =
      new Workers("fairlead-pool-trial", () -> Trials.AT_ONCE, THREADS_IDLE);
  private final Workers proofThreads = new Workers("fairlead-pool-proof", () -> 4, THREADS_IDLE);
  private final Workers offerThread = new Workers("fairlead-pool-offer", () -> 1, THREADS_IDLE);
  private final Offers offers = new Offers(offerThread::execute);
  private final PoolDirectory directory;
  private final Proofs proofs;
  private final Routers routers = new Routers();
  private final List<ServiceRegistration<?>> facades;
  private final Map<String, ServiceRegistration<ConnectionPool>> lending =
      new ConcurrentHashMap<>();
  private final Map<String, ServiceRegistration<HealthCheck>> checks = new ConcurrentHashMap<>();

  @Reference(
      cardinality = ReferenceCardinality.OPTIONAL,
      policy = ReferencePolicy.DYNAMIC,
      policyOption = ReferencePolicyOption.GREEDY)
  private volatile @Nullable Network network;

  @Activate
  public PoolsComponent(
      BundleContext context,
      @Reference ConfigStore store,
      @Reference Instance instance,
      @Reference Ids ids,
      @Reference EventBus bus) {
    super(store, PoolsFacade.PID, PoolSchema.SCHEMA);
    this.context = context;
    InstantSource wall = InstantSource.system();
    BusListener listener = new BusListener(bus, wall);
    PoolModes modes = new PoolModes(instance);
    modes.keepOnly(
        store.list(PoolsFacade.PID).stream()
            .map(StoredConfig::id)
            .map(id -> id.name())
            .collect(Collectors.toSet()));
    BudgetDirectory budgets = new BudgetDirectory(store);
    this.directory =
        new PoolDirectory(
            new PoolEnvironment(
                timer,
                clock,
                wall,
                () -> ids.next("connection"),
                RandomGenerator.getDefault(),
                (role, most) -> new Workers("fairlead-pool-" + role, most, THREADS_IDLE),
                listener,
                routers::find,
                new WaitGraph(),
                budgets::find),
            budgets,
            modes,
            offers.after(listener::changed));
    BudgetsOwner budgetsOwner = new BudgetsOwner(store, budgets, offers);
    offers.to(List.of(budgetsOwner, this));
    Trials trials = new Trials(trialThreads, timer::nanos);
    this.proofs =
        new Proofs(
            proofThreads,
            wanted ->
                trials.tryOut(
                    wanted,
                    wanted.stake().budget().map(budgets::find),
                    CompletableFuture.completedFuture(
                        Optional.ofNullable(directory.sources().find(wanted.spec().driver())))),
            offers::soon,
            () -> timer.schedule(offers::soon, timer.nanos() + Proofs.AGAIN.toNanos()),
            timer::nanos);
    Pools pools = new PoolsFacade(store, directory, budgets, modes, trials, this::listenersOf);
    this.facades =
        List.of(
            context.registerService(Pools.class, pools, null),
            context.registerService(
                ManagedServiceFactory.class,
                budgetsOwner,
                new Hashtable<>(Map.of(Constants.SERVICE_PID, BudgetDirectory.PID))),
            context.registerService(
                PoolBudgets.class, new BudgetsFacade(store, budgets, directory), null),
            context.registerService(
                PoolPartitions.class, new PartitionsFacade(store, directory), null),
            context.registerService(WaitQueues.class, new QueuesFacade(directory), null),
            context.registerService(
                PoolLifecycles.class, new LifecyclesFacade(pools, directory), null),
            context.registerService(PoolLeaks.class, new LeaksFacade(directory), null),
            context.registerService(
                HealthCheck.class,
                new RefusedPoolsHealth(
                    this::refusals, pool -> directory.find(pool).isPresent(), this::listenersOf),
                null));
  }

  private List<String> listenersOf(String pool) {
    Network present = network;
    return present == null ? List.of() : present.listenersOfPool(pool);
  }

  @Reference(
      service = ConnectionSource.class,
      cardinality = ReferenceCardinality.MULTIPLE,
      policy = ReferencePolicy.DYNAMIC,
      policyOption = ReferencePolicyOption.GREEDY)
  void addSource(ConnectionSource source, Map<String, Object> properties) {
    int ranking = properties.get(Constants.SERVICE_RANKING) instanceof Integer given ? given : 0;
    directory.sourceAdded(source, driver(properties), ranking, serviceId(properties));
  }

  void removeSource(ConnectionSource source, Map<String, Object> properties) {
    directory.sourceRemoved(driver(properties), serviceId(properties));
  }

  @Reference(
      service = PartitionRouter.class,
      cardinality = ReferenceCardinality.MULTIPLE,
      policy = ReferencePolicy.DYNAMIC,
      policyOption = ReferencePolicyOption.GREEDY)
  void addRouter(PartitionRouter router, Map<String, Object> properties) {
    int ranking = properties.get(Constants.SERVICE_RANKING) instanceof Integer given ? given : 0;
    String name = String.valueOf(properties.getOrDefault(PartitionRouter.NAME, ANY));
    routers.add(router, name, ranking, serviceId(properties));
    directory.rerouted();
  }

  void removeRouter(PartitionRouter router, Map<String, Object> properties) {
    routers.remove(serviceId(properties));
    directory.rerouted();
  }

  /** Shown with its pool; the service itself is not taken. */
  @Reference(
      service = DataSource.class,
      cardinality = ReferenceCardinality.MULTIPLE,
      policy = ReferencePolicy.DYNAMIC,
      policyOption = ReferencePolicyOption.GREEDY,
      target = "(" + ConnectionPool.NAME + "=*)")
  void addDataSource(ServiceReference<DataSource> reference) {
    Object jndiName = reference.getProperty("osgi.jndi.service.name");
    pool(reference).ifPresent(p -> p.dataSource(jndiName instanceof String text ? text : null));
  }

  void removeDataSource(ServiceReference<DataSource> reference) {
    pool(reference).ifPresent(p -> p.dataSource(null));
  }

  private Optional<RunningPool> pool(ServiceReference<DataSource> reference) {
    return directory.find(String.valueOf(reference.getProperty(ConnectionPool.NAME)));
  }

  private static String driver(Map<String, Object> properties) {
    return String.valueOf(properties.getOrDefault(ConnectionSource.DRIVER, ANY));
  }

  private static long serviceId(Map<String, Object> properties) {
    return (Long) properties.get(Constants.SERVICE_ID);
  }

  @Override
  protected void create(String name, Map<String, String> settings) {
    RunningPool running = directory.create(name, settings);
    lending.put(
        name,
        context.registerService(ConnectionPool.class, running.pool(), properties(name, running)));
    checks.put(
        name,
        context.registerService(
            HealthCheck.class, new PoolHealth(running.pool(), this::listenersOf), null));
  }

  @Override
  protected void update(String name, Map<String, String> settings) {
    PoolSettings wanted = PoolSchema.settings(name, settings);
    boolean isToProve =
        directory
            .find(name)
            .map(RunningPool::pool)
            .filter(pool -> pool.works() && !wanted.spec().equals(pool.settings().spec()))
            .isPresent();
    if (isToProve) {
      proofs.require(name, wanted);
    } else {
      proofs.forget(name);
    }
    directory.update(name, settings);
    ServiceRegistration<ConnectionPool> registration = lending.get(name);
    directory
        .find(name)
        .filter(running -> registration != null)
        .ifPresent(running -> registration.setProperties(properties(name, running)));
  }

  private static Dictionary<String, Object> properties(String name, RunningPool running) {
    Dictionary<String, Object> properties = new Hashtable<>();
    properties.put(ConnectionPool.NAME, name);
    properties.put(ConnectionSource.DRIVER, running.values().text("driver"));
    properties.put(ConnectionPool.URL, running.values().text("url"));
    running
        .values()
        .optionalText("username")
        .ifPresent(user -> properties.put(ConnectionPool.USER, user));
    return properties;
  }

  @Override
  protected void delete(String name) {
    ServiceRegistration<ConnectionPool> registration = lending.remove(name);
    if (registration != null) {
      registration.unregister();
    }
    ServiceRegistration<HealthCheck> check = checks.remove(name);
    if (check != null) {
      check.unregister();
    }
    proofs.forget(name);
    directory.delete(name);
  }

  @Override
  public void drain(Duration atMost) {
    directory.closeAll(atMost);
  }

  @Deactivate
  void close() {
    offers.close();
    facades.forEach(ServiceRegistration::unregister);
    lending.values().forEach(ServiceRegistration::unregister);
    lending.clear();
    checks.values().forEach(ServiceRegistration::unregister);
    checks.clear();
    directory.closeAll(WHEN_STOPPED);
    trialThreads.close();
    proofThreads.close();
    offerThread.close();
    clock.close();
    timer.close();
  }
}
