package io.fairlead.rest.host;

import io.fairlead.kernel.lifecycle.Leaving;
import io.fairlead.kernel.lifecycle.Returning;
import io.fairlead.kernel.plugin.RejectionSource.Rejection;
import io.fairlead.rest.RestResources.Snapshot;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Who offers which resource, and which of them serve. Adding and removing only records; one thread
 * applies, after changes that come together have come.
 *
 * <p>A resource that is removed serves on for a moment, and longer when its bundle is on its way
 * back: in an update the new one takes its place and nobody sees a gap. The objects are kept by
 * hand and called directly, since a service that has been unregistered cannot be asked for any
 * more.
 */
final class ResourceBoard implements Returning.Listener {

  private static final Logger LOG = LoggerFactory.getLogger(ResourceBoard.class);
  private static final long TOGETHER_NANOS = TimeUnit.MILLISECONDS.toNanos(50);
  private static final long RETRY_NANOS = TimeUnit.SECONDS.toNanos(1);

  /** Makes a set of resources the one that serves. */
  interface Target {
    /** Throws when these resources do not go together; then nothing has changed. */
    void serve(List<Object> resources) throws Exception;
  }

  private final Target target;
  private final ScheduledExecutorService executor;

  /** By service id. Guarded by this. */
  private final Map<Long, Offered> live = new TreeMap<>();

  private final LongSupplier lingerNanos;
  private final Leaving<Offered> leaving;

  /** What serves now; set by the executor's thread only. */
  private volatile List<Offered> serving = List.of();

  /** Whether not one of them could be served: the reason is none of theirs, and may pass. */
  private volatile boolean failing;

  /** What was left out of it since it does not go with the rest; of that thread too. */
  private List<Rejection> unfit = List.of();

  private final AtomicInteger pending = new AtomicInteger();
  private volatile Snapshot snapshot = new Snapshot(0, List.of());
  private volatile List<Rejection> rejections = List.of();

  /**
   * @param ticker nanoseconds
   * @param executor of one thread; whoever made it ends it
   */
  ResourceBoard(
      Target target,
      LongSupplier lingerNanos,
      LongSupplier ticker,
      ScheduledExecutorService executor) {
    this.target = target;
    this.lingerNanos = lingerNanos;
    this.leaving = new Leaving<>(lingerNanos, ticker);
    this.executor = executor;
  }

  synchronized void add(Offered offered) {
    live.put(offered.id(), offered);
    applyAfter(TOGETHER_NANOS);
  }

  synchronized void remove(long id) {
    Offered gone = live.remove(id);
    if (gone == null) {
      return;
    }
    applyAfter(TOGETHER_NANOS);
    // One that went before it was served may not even be able to: its predecessor serves on.
    if (serving.contains(gone) || leaving.kept().stream().noneMatch(gone::hasNameOf)) {
      leaving.forget(gone::hasNameOf);
      applyAfter(leaving.add(gone.bundle(), gone));
    }
  }

  /** A bundle of this name is on its way: what it left behind serves until it is there. */
  @Override
  public void returns(String bundle) {
    if (leaving.returns(bundle)) {
      applyAfter(Leaving.RETURN_NANOS);
    }
  }

  @Override
  public void ends(String bundle) {
    if (leaving.ends(bundle)) {
      applyAfter(lingerNanos.getAsLong());
    }
  }

  Snapshot snapshot() {
    return snapshot;
  }

  List<Rejection> rejections() {
    return rejections;
  }

  /** Whether all that is offered now serves, or was rejected. */
  boolean settled() {
    return pending.get() == 0 && snapshot.generation() > 0 && !failing;
  }

  private void applyAfter(long nanos) {
    pending.incrementAndGet();
    try {
      executor.schedule(this::applyPending, nanos, TimeUnit.NANOSECONDS);
    } catch (RejectedExecutionException e) {
      LOG.debug("closed: nothing is applied any more");
    }
  }

  private void applyPending() {
    try {
      apply();
    } finally {
      pending.decrementAndGet();
    }
  }

  /** Makes what is offered now the set that serves; on the executor's thread only. */
  private void apply() {
    List<Rejection> rejected = new ArrayList<>();
    List<Offered> chosen = choose(rejected);
    if (!chosen.equals(serving) || failing || snapshot.generation() == 0) {
      serve(chosen);
    }
    rejected.addAll(unfit);
    for (Rejection rejection : rejected) {
      if (!rejections.contains(rejection)) {
        LOG.warn("{} {}: {}", rejection.bundle(), rejection.what(), rejection.reason());
      }
    }
    rejections = List.copyOf(rejected);
  }

  private void serve(List<Offered> chosen) {
    List<Rejection> left = new ArrayList<>();
    List<Offered> fit = chosen;
    try {
      target.serve(resources(chosen));
    } catch (Exception | LinkageError e) {
      LOG.debug("not all go together", e);
      fit = fitTogether(chosen, left);
    }
    serving = chosen;
    unfit = List.copyOf(left);
    snapshot =
        new Snapshot(
            snapshot.generation() + 1,
            fit.stream().<Class<?>>map(o -> o.resource().getClass()).toList());
    boolean failed = fit.isEmpty() && !chosen.isEmpty();
    if (failed) {
      applyAfter(RETRY_NANOS);
    }
    if (!failed || !failing) {
      LOG.info("serving {}", fit.stream().map(Offered::name).toList());
    }
    failing = failed;
  }

  /** Adds one after the other and leaves out each with which it does not go. */
  private List<Offered> fitTogether(List<Offered> chosen, List<Rejection> rejected) {
    List<Offered> fit = new ArrayList<>();
    for (Offered offered : chosen) {
      fit.add(offered);
      try {
        target.serve(resources(fit));
      } catch (Exception | LinkageError e) {
        fit.remove(offered);
        rejected.add(rejection(offered, firstLine(e)));
      }
    }
    return fit;
  }

  private synchronized List<Offered> choose(List<Rejection> rejected) {
    Map<String, Offered> best = new TreeMap<>();
    for (Offered offered : live.values().stream().sorted(Offered.BEST_FIRST).toList()) {
      Offered first = best.putIfAbsent(offered.name(), offered);
      if (first != null) {
        rejected.add(
            rejection(offered, "the name " + offered.name() + " is taken by " + first.bundle()));
      }
    }
    ResourceRules rules = new ResourceRules();
    List<Offered> chosen = new ArrayList<>();
    for (Offered offered : byId(best.values().stream())) {
      Optional<String> broken = rules.broken(offered);
      broken.ifPresent(reason -> rejected.add(rejection(offered, reason)));
      if (broken.isEmpty()) {
        chosen.add(offered);
      }
    }
    leaving.forget(left -> best.containsKey(left.name()));
    for (Offered gone : byId(leaving.kept().stream())) {
      if (rules.broken(gone).isEmpty()) {
        chosen.add(gone);
      }
    }
    // One order, so that the same set is seen to be the same.
    return byId(chosen.stream());
  }

  private static List<Offered> byId(Stream<Offered> offered) {
    return offered.sorted(Comparator.comparingLong(Offered::id)).toList();
  }

  private static List<Object> resources(Collection<Offered> offered) {
    return offered.stream().map(Offered::resource).toList();
  }

  private static Rejection rejection(Offered offered, String reason) {
    return new Rejection(offered.bundle(), offered.resource().getClass().getName(), reason);
  }

  private static String firstLine(Throwable failure) {
    String message = String.valueOf(failure.getMessage()).strip();
    int end = message.indexOf('\n');
    String line = end < 0 ? message : message.substring(0, end);
    return line.length() > 500 ? line.substring(0, 500) + "…" : line;
  }
}
