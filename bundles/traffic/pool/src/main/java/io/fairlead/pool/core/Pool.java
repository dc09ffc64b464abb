package io.fairlead.pool.core;

import io.fairlead.kernel.error.FairleadException;
import io.fairlead.kernel.error.Invalid;
import io.fairlead.kernel.page.PageRequest;
import io.fairlead.traffic.pool.AcquireCallback;
import io.fairlead.traffic.pool.AcquireRequest;
import io.fairlead.traffic.pool.Acquisition;
import io.fairlead.traffic.pool.ClearRequest;
import io.fairlead.traffic.pool.ConnectionPool;
import io.fairlead.traffic.pool.ConnectionView;
import io.fairlead.traffic.pool.DrainRequest;
import io.fairlead.traffic.pool.LeaksView;
import io.fairlead.traffic.pool.LifecycleStats;
import io.fairlead.traffic.pool.Loan;
import io.fairlead.traffic.pool.PoolMode;
import io.fairlead.traffic.pool.PoolStats;
import io.fairlead.traffic.pool.PoolView.GenerationView;
import io.fairlead.traffic.pool.PoolView.LastError;
import io.fairlead.traffic.pool.RecycleRequest;
import io.fairlead.traffic.pool.SizingDecision;
import io.fairlead.traffic.pool.WaitQueueStats;
import io.fairlead.traffic.pool.WaitQueueView;
import io.fairlead.traffic.pool.spi.ConnectionSource;
import io.fairlead.traffic.pool.spi.ResetMode;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A pool of connections to one database: its parts, its settings, and the door to it. */
public final class Pool implements ConnectionPool {

  private static final Logger LOG = LoggerFactory.getLogger(Pool.class);

  private static final Duration LONGEST = Duration.ofDays(365);

  private final String name;
  final Timer timer;
  final LongSupplier coarse;
  final InstantSource wall;
  final LongSupplier ids;
  final RandomGenerator random;
  final PoolListener listener;

  /** Guards the queue, the array of slots, the mode, the generation and the openings. */
  final ReentrantLock lock = new ReentrantLock();

  final Crew work;
  final Crew care;

  /** Tells who waits that nothing is to be had: all threads for work may be running statements. */
  final Crew refusals;

  final Crew cancels;
  final Slots slots = new Slots();
  final Meter meter;
  final QueueMeter queueMeter = new QueueMeter();
  final Places places;
  final Shares shares;
  final WaitQueue queue;
  final Deadlocks deadlocks;
  final Keeper keeper;
  final Canceller canceller;
  final Exchange exchange;
  final Admission admission;
  final Homecoming homecoming;
  final Sizing sizing;
  final Filler filler;
  final Aging aging;
  final Vitals vitals;
  final Recycler recycler;
  final Leaks leaks;
  final LoanTimeouts loanTimeouts;
  final Rounds rounds;
  final Steering steering;

  private volatile PoolSettings settings;
  private volatile Generation generation;
  private volatile long freshNanos;

  /** What may be lent on, as far as the pool is concerned; null for nothing. */
  private volatile @Nullable Generation lendable;

  private volatile @Nullable LastError lastError;
  private volatile String shownState;

  /**
   * Nothing is opened before {@link #start}.
   *
   * @param mode as somebody wanted it before a restart
   * @param source null when no driver is there
   * @throws Invalid when the budget has no room for the minimum, or is not there
   */
  public Pool(
      String name,
      PoolSettings settings,
      Mode mode,
      @Nullable ConnectionSource source,
      PoolEnvironment environment) {
    this.name = name;
    this.settings = settings;
    this.freshNanos = settings.freshNanos();

    this.timer = environment.timer();
    this.coarse = environment.coarse();
    this.wall = environment.wall();
    this.generation = Generation.first(source, settings.spec(), wall.instant());
    this.ids = environment.ids();
    this.random = environment.random();
    this.listener = environment.listener();
    this.work = environment.crews().crew(name + ".work", this::most);
    this.care = environment.crews().crew(name + ".care", () -> 2 * most() + 2);
    this.refusals = environment.crews().crew(name + ".refusals", () -> 1);
    this.cancels = environment.crews().crew(name + ".cancel", this::most);
    this.meter = new Meter(timer.nanos());
    this.places = new Places(this, environment.budgets(), settings);
    this.shares = new Shares(this, environment.routers());
    this.queue = new WaitQueue(timer, shares, settings.order());
    this.deadlocks = new Deadlocks(this, environment.graph());
    this.keeper = new Keeper(this);
    this.canceller = new Canceller(name, timer, cancels);
    this.exchange = new Exchange(this, coarse.getAsLong());
    this.admission = new Admission(this);
    this.homecoming = new Homecoming(this, canceller);
    this.sizing = new Sizing(this, settings, timer.nanos());
    this.filler = new Filler(this, settings, timer.nanos());
    this.aging = new Aging(this);
    this.vitals = new Vitals(this);
    this.recycler = new Recycler(this);
    this.leaks = new Leaks(this, settings.life().leaks());
    this.loanTimeouts = new LoanTimeouts(this);
    this.rounds = new Rounds(this);
    this.steering = new Steering(this, mode);
    fits();
    shares.settings(settings.partitioning(), settings.max());
    this.shownState = state();
  }

  /**
   * A thread for each connection that there is or may be: with fewer a COMMIT could wait for one.
   */
  private int most() {
    return Math.max(settings.max(), slots.size());
  }

  /** Opens the initial connections. */
  public void start() {
    filler.fill();
    rounds.wake();
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public Executor executor() {
    return work;
  }

  @Override
  public Acquisition acquire(AcquireRequest request, Executor executor, AcquireCallback callback) {
    Throwable trace = leaks.trace();
    Lease lease = exchange.takeAtOnce(request, request.owner());
    if (lease != null) {
      lease.trace = trace;
      CallbackWaiter.tell(executor, callback, lease);
      return CallbackWaiter.OVER;
    }
    CallbackWaiter waiter =
        new CallbackWaiter(this, request, timer.nanos(), patience(request), executor, callback);
    waiter.trace = trace;
    FairleadException refusal = admission.enqueue(waiter);
    if (refusal != null) {
      waiter.failed(refusal);
    }
    return waiter;
  }

  @Override
  public Loan acquire(AcquireRequest request) throws InterruptedException {
    Object given = request.owner();
    Object owner = given == null ? Thread.currentThread() : given;
    Throwable trace = leaks.trace();
    Lease lease = exchange.takeAtOnce(request, owner);
    if (lease != null) {
      lease.trace = trace;
      return lease;
    }
    ParkedWaiter waiter = new ParkedWaiter(this, request, owner, timer.nanos(), patience(request));
    waiter.trace = trace;
    FairleadException refusal = admission.enqueue(waiter);
    if (refusal != null) {
      throw refusal;
    }
    return waiter.await();
  }

  private long patience(AcquireRequest request) {
    Duration timeout = request.timeout().orElse(settings.acquireTimeout());
    return timeout.isNegative()
        ? 0
        : timeout.compareTo(LONGEST) > 0 ? LONGEST.toNanos() : timeout.toNanos();
  }

  @Override
  public Optional<Duration> statementTimeout() {
    return settings.statementTimeout();
  }

  @Override
  public Optional<Duration> idleInTransactionTimeout() {
    return settings.idleInTransactionTimeout();
  }

  @Override
  public Optional<Duration> transactionTimeout() {
    return settings.transactionTimeout();
  }

  @Override
  public PoolMode poolMode() {
    return settings.mode();
  }

  @Override
  public boolean refusesSessionState() {
    return settings.refusesSessionState();
  }

  @Override
  public ResetMode resetMode() {
    return settings.life().reset();
  }

  /**
   * Goes on with other settings. Hot ones hold for what lives; sealed ones begin a generation
   * beside the old one, whose loans end in peace.
   *
   * @param source for the settings' driver; null when it is not there
   * @throws Invalid when the budget has no room for the minimum, or is not there; nothing is
   *     changed
   */
  public void apply(PoolSettings next, @Nullable ConnectionSource source) {
    lock.lock();
    try {
      places.settings(next);
      settings = next;
      freshNanos = next.freshNanos();
      leaks.settings(next.life().leaks());
      filler.settings(next);
      sizing.settings(next);
      queue.settings(next.order());
      shares.settings(next.partitioning(), next.max());
      if (!next.spec().equals(generation.spec())) {
        generation = generation.next(source, next.spec(), wall.instant());
        filler.forgive();
        fits();
      }
    } finally {
      lock.unlock();
    }
    places.tell();
    admission.rehome();
    keeper.sweep();
    rounds.wake();
    turned();
    exchange.dispatch();
  }

  /** Routers came or went: what they answered may be another. */
  public void rerouted() {
    lock.lock();
    try {
      shares.rerouted();
    } finally {
      lock.unlock();
    }
  }

  /** The partitions, by name; also those that were removed and still have loans. */
  public List<PartitionNumbers> partitions() {
    return PartitionNumbers.all(this);
  }

  /** Those who wait, in the order in which they count. */
  public WaitQueueView waiting(PageRequest page) {
    return QueueShowing.page(this, page);
  }

  public WaitQueueStats queueStats() {
    return queueMeter.stats(this);
  }

  /** Sends waiters away; returns how many. */
  public int clearQueue(ClearRequest request) {
    return QueueShowing.clear(this, request);
  }

  /**
   * Another source, or none: the old one's idle connections are closed, its loans have {@code
   * forLoans} to end.
   *
   * @return complete when the idle ones are closed
   */
  public CompletableFuture<Void> source(@Nullable ConnectionSource source, Duration forLoans) {
    return steering.source(source, forLoans);
  }

  /** No new loans until {@link #resume}; who asks waits. */
  public void pause() {
    steering.pause();
  }

  public void resume() {
    steering.resume();
  }

  /** Returns how many connections are out. Nobody is moved: who was to be is refused. */
  public int drain(DrainRequest request) {
    return steering.drain(request, null);
  }

  /** As {@link #drain(DrainRequest)}; who waits waits for that pool now. */
  public int drain(DrainRequest request, Pool to) {
    return steering.drain(request, to);
  }

  /** For ever; complete when the last connection is closed. */
  public CompletableFuture<Void> close(Duration forLoans) {
    return steering.close(forLoans);
  }

  /**
   * Takes a connection back, whoever has it, and closes it; false when there is none of this id.
   */
  public boolean kill(long connectionId) {
    Slot slot = slots.find(connectionId);
    if (slot != null) {
      steering.evict(slot, "was killed");
    }
    return slot != null;
  }

  /** The lives of its connections. */
  public LifecycleStats lifecycle() {
    return LifeShowing.stats(this);
  }

  /** Makes connections ready again, or replaces them. */
  public LifecycleStats.Recycle recycle(RecycleRequest request) {
    return recycler.begin(request);
  }

  /** Loans that did not come home in time. */
  public LeaksView leaked() {
    return leaks.view();
  }

  /** Forgets these; returns how many. */
  public int clearLeaks() {
    return leaks.clear();
  }

  /** Why the pool is not as healthy as it should be, while it serves. */
  public Optional<String> degraded() {
    return vitals.degraded() ? Optional.of(vitals.problem()) : Optional.empty();
  }

  @Override
  public List<ConnectionView> takeBack(Predicate<AcquireRequest> whose, String why) {
    return steering.takeBack(whose, why);
  }

  public PoolSettings settings() {
    return settings;
  }

  public Mode mode() {
    return steering.mode();
  }

  /** running, paused, draining, drained, no_driver or database_down. */
  public String state() {
    Mode mode = steering.mode();
    if (mode != Mode.RUNNING) {
      return mode.word();
    }
    if (generation.source() == null) {
      return "no_driver";
    }
    return filler.failing() && slots.usable(generation) == 0 ? "database_down" : mode.word();
  }

  /**
   * Whether it asks the database for connections: closed while they come; open after a failure,
   * with growing pauses; half_open while one attempt shows how it is now.
   */
  public String circuit() {
    return filler.circuit();
  }

  /** Whether a connection has been there since the start, or none is kept. */
  public boolean opened() {
    return settings.min() == 0 || filler.opened();
  }

  /** The last thing that went wrong with the database. */
  public Optional<LastError> lastError() {
    return Optional.ofNullable(lastError);
  }

  public PoolStats stats() {
    return meter.stats(this);
  }

  public Counts counts() {
    return Counts.of(this);
  }

  /** The last 200 changes of its size, the oldest first. */
  public List<SizingDecision> decisions() {
    return sizing.decisions();
  }

  public List<ConnectionView> connections() {
    return Showing.all(this);
  }

  /** The newest of its generations, and those before it that have connections; oldest first. */
  public List<GenerationView> generations() {
    return Generation.views(this);
  }

  /** Whether it has a driver and its last attempt at a connection, if any, went well. */
  public boolean works() {
    return generation.source() != null && !filler.failing();
  }

  Generation generation() {
    return generation;
  }

  /** Under the lock. */
  void generation(Generation next) {
    generation = next;
    fits();
  }

  /** The mode or the generation is another. Under the lock. */
  void fits() {
    Mode mode = steering.mode();
    lendable = mode == Mode.DRAINED || mode == Mode.CLOSED ? null : generation;
  }

  long freshNanos() {
    return freshNanos;
  }

  /** Whether a connection may be lent on, as far as the pool is concerned. */
  boolean fit(Slot slot) {
    return slot.generation == lendable && !slot.doomed;
  }

  void failed(String why) {
    lastError = new LastError(wall.instant(), why);
  }

  String errorText() {
    LastError error = lastError;
    return error == null ? "no reason known" : error.text();
  }

  /** The state may be another: says so once. */
  void turned() {
    String now = state();
    lock.lock();
    try {
      if (now.equals(shownState)) {
        return;
      }
      shownState = now;
    } finally {
      lock.unlock();
    }
    if (now.equals("database_down")) {
      LOG.info("pool {}: {}: {}", name, now, errorText());
    } else {
      LOG.info("pool {}: {}", name, now);
    }
    listener.turned(name, now);
  }
}
