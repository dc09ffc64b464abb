package io.fairlead.graphql.schema;

import graphql.GraphQL;
import io.fairlead.graphql.operation.LiveSource;
import io.fairlead.graphql.operation.Streams;
import io.fairlead.graphql.operation.Threads;
import io.fairlead.graphql.spi.GraphqlFragment;
import io.fairlead.kernel.lifecycle.Leaving;
import io.fairlead.kernel.plugin.RejectionSource.Rejection;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Who offers a fragment now, and the schema of them all. Coming and going is only recorded; one
 * thread applies it, {@link #apply}, and publishes a new snapshot when the schema is another. A
 * fragment that has gone stays for a moment, for it to come back: see {@link Leaving}.
 */
public final class FragmentRegistry {

  private static final Logger LOG = LoggerFactory.getLogger(FragmentRegistry.class);

  private final Map<Long, Offer> offers = new ConcurrentHashMap<>();
  private final Map<Offer, Described> described = new HashMap<>();
  private final Leaving<Offer> leaving;
  private final Streams streams;
  private final Threads threads;
  private final SchemaAssembler assembler;
  private volatile @Nullable Snapshot snapshot;
  private volatile List<Rejection> rejections = List.of();

  /** One registration of a fragment, which is fetched when it is applied. */
  private record Offer(
      long id, int ranking, String bundle, Supplier<@Nullable GraphqlFragment> fetch) {

    static final Comparator<Offer> ORDER =
        Comparator.comparingInt(Offer::ranking).reversed().thenComparingLong(Offer::id);
  }

  /** What became of its description: a model, or why there is none. */
  private record Described(String offeredBy, @Nullable FragmentModel model, String reason) {}

  /**
   * @param lingerNanos how long a fragment that has gone stays without a sign of its bundle
   * @param ticker nanoseconds
   */
  public FragmentRegistry(Streams streams, Threads threads, long lingerNanos, LongSupplier ticker) {
    this.leaving = new Leaving<>(() -> lingerNanos, ticker);
    this.streams = streams;
    this.threads = threads;
    this.assembler = new SchemaAssembler(streams, this::isGone);
  }

  /**
   * Records that a fragment is there.
   *
   * @param id of the service: the older one wins where two contradict
   * @param ranking of the service: the higher one wins before that
   * @param fetch gives the fragment, or null when it has gone again; called when it is applied
   */
  public void add(long id, int ranking, String bundle, Supplier<@Nullable GraphqlFragment> fetch) {
    offers.put(id, new Offer(id, ranking, bundle, fetch));
  }

  /**
   * Records that a fragment has gone.
   *
   * @return after how many nanoseconds this is to be applied once more
   */
  public long remove(long id) {
    Offer gone = offers.get(id);
    if (gone == null) {
      return 0;
    }
    // In this order, so that it is never in neither.
    long lingers = leaving.add(gone.bundle(), gone);
    offers.remove(id);
    return lingers;
  }

  /** A bundle of this name is on its way; true when its fragments are waited for. */
  public boolean returns(String bundle) {
    return leaving.returns(bundle);
  }

  /** A bundle of this name was uninstalled; true when its fragments go a moment from now. */
  public boolean ends(String bundle) {
    return leaving.ends(bundle);
  }

  /** The present schema; empty while nothing can be asked. */
  public Optional<Snapshot> snapshot() {
    return Optional.ofNullable(snapshot);
  }

  /** What was not taken, and why. */
  public List<Rejection> rejections() {
    return rejections;
  }

  /** Makes the schema of what is recorded. Called by one thread at a time. */
  public void apply() {
    List<Offer> live = new ArrayList<>(offers.values());
    live.sort(Offer.ORDER);
    List<Offer> present = new ArrayList<>(live);
    present.addAll(notReplaced(live));
    described.keySet().retainAll(new HashSet<>(present));
    Map<Offer, String> refused = new HashMap<>();
    Merge merge = merge(present, refused);
    Snapshot before = snapshot;
    if (before == null || !before.fragments().equals(new HashSet<>(merge.taken()))) {
      snapshot = publishable(present, merge, refused);
    }
    say(live, refused);
    streams.endIf(this::isGone);
  }

  /**
   * Those who have just gone and have not come back. One that goes while this is applied is live
   * still, and no replacement of itself.
   */
  private List<Offer> notReplaced(List<Offer> live) {
    Set<String> names = new HashSet<>();
    for (Offer offer : live) {
      Described known = described.computeIfAbsent(offer, this::describe);
      if (known.model() != null) {
        names.add(offer.bundle() + ' ' + known.offeredBy());
      }
    }
    Set<Offer> present = new HashSet<>(live);
    leaving.forget(
        offer -> {
          Described known = described.get(offer);
          return !present.contains(offer)
              && (known == null || names.contains(offer.bundle() + ' ' + known.offeredBy()));
        });
    return leaving.kept().stream().filter(offer -> !present.contains(offer)).toList();
  }

  private Merge merge(Collection<Offer> present, Map<Offer, String> refused) {
    Merge merge = new Merge();
    for (Offer offer : present) {
      Described result = described.computeIfAbsent(offer, this::describe);
      if (result.model() == null) {
        refused.put(offer, result.reason());
        continue;
      }
      try {
        merge.add(result.model());
      } catch (RejectedFragmentException e) {
        refused.put(offer, String.valueOf(e.getMessage()));
      }
    }
    return merge;
  }

  private Described describe(Offer offer) {
    GraphqlFragment fragment = offer.fetch().get();
    if (fragment == null) {
      return new Described(offer.bundle(), null, offer.bundle() + ": its fragment does not start");
    }
    String name = fragment.getClass().getName();
    try {
      FragmentModel model =
          FragmentDescription.of(
              fragment, (resolver, difference) -> new LiveSource(threads, resolver, difference));
      return new Described(name, model, "");
    } catch (RejectedFragmentException e) {
      return new Described(name, null, String.valueOf(e.getMessage()));
    }
  }

  private String nameOf(Offer offer) {
    Described known = described.get(offer);
    return known == null ? offer.bundle() : known.offeredBy();
  }

  private @Nullable Snapshot publishable(
      List<Offer> present, Merge merge, Map<Offer, String> refused) {
    try {
      return assemble(merge);
    } catch (RuntimeException e) {
      LOG.warn("the schema cannot be made of all fragments; trying one after the other", e);
    }
    // One of them breaks a rule that only the whole knows: leave out the one that does.
    List<Offer> good = new ArrayList<>();
    for (Offer offer : present) {
      if (refused.containsKey(offer)) {
        continue;
      }
      good.add(offer);
      try {
        assemble(merge(good, new HashMap<>()));
      } catch (RuntimeException e) {
        good.remove(offer);
        refused.put(offer, nameOf(offer) + ": " + e.getMessage() + " (rule: the schema is valid)");
      }
    }
    return assemble(merge(good, new HashMap<>()));
  }

  private @Nullable Snapshot assemble(Merge merge) {
    boolean askable =
        merge.taken().stream()
            .flatMap(f -> f.roots().stream())
            .anyMatch(r -> r.kind() == RootField.Kind.QUERY);
    if (!askable) {
      return null;
    }
    GraphQL graphql = assembler.assemble(merge);
    return new Snapshot(graphql, Set.copyOf(merge.taken()), this::alone);
  }

  private GraphQL alone(FragmentModel fragment) {
    Merge merge = new Merge();
    merge.add(fragment);
    return assembler.assemble(merge);
  }

  private void say(List<Offer> present, Map<Offer, String> refused) {
    List<Rejection> now = new ArrayList<>();
    for (Offer offer : present) {
      String reason = refused.get(offer);
      if (reason != null) {
        Rejection rejection = new Rejection(offer.bundle(), nameOf(offer), reason);
        now.add(rejection);
        if (!rejections.contains(rejection)) {
          LOG.warn("rejected: {}", reason);
        }
      }
    }
    rejections = List.copyOf(now);
    LOG.info("{} fragments make the schema, {} rejected", present.size() - now.size(), now.size());
  }

  private boolean isGone(Object fragment) {
    Snapshot present = snapshot;
    return present == null || !present.holds(fragment);
  }
}
