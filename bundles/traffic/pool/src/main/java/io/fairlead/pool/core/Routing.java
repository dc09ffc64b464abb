package io.fairlead.pool.core;

import io.fairlead.pool.core.Partitioning.Affinity;
import io.fairlead.pool.core.Partitioning.Balancing;
import io.fairlead.traffic.pool.AcquireRequest;
import io.fairlead.traffic.pool.spi.PartitionRouter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which partition a loan belongs to, with one set of partitions. A session asks with the same
 * request again and again, so the last answers are kept by the request's identity.
 */
final class Routing {

  private static final Logger LOG = LoggerFactory.getLogger(Routing.class);
  private static final int ANSWERS = 256;

  private final String pool;
  private final Partitioning settings;
  private final List<Share> all;
  private final List<Candidate> candidates;
  private final Share standard;
  private final Function<String, @Nullable PartitionRouter> routers;
  private final AtomicInteger turn = new AtomicInteger();

  /** Written without order: an entry is whole or not there. */
  private final @Nullable Answer[] answers = new @Nullable Answer[ANSWERS];

  Routing(
      String pool,
      Partitioning settings,
      List<Share> shares,
      Share standard,
      Function<String, @Nullable PartitionRouter> routers) {
    this.pool = pool;
    this.settings = settings;
    this.standard = standard;
    this.routers = routers;
    this.all = shares;
    this.candidates =
        shares.stream()
            .filter(share -> takesPart(settings.routing(), share))
            .map(share -> new Candidate(share, Match.of(settings.routing(), share.settings())))
            .toList();
  }

  private static boolean takesPart(String routing, Share share) {
    String type = share.settings().type();
    return switch (routing) {
      case "load_balanced" -> true;
      case "user", "application", "service", "tenant", "resource_group" -> type.equals(routing);
      default -> type.equals("custom");
    };
  }

  Share standard() {
    return standard;
  }

  /** For choosing among idle connections. */
  Affinity affinity() {
    return settings.affinity();
  }

  /** Null when it belongs to none and that is refused. */
  @Nullable Share find(AcquireRequest request) {
    int place = System.identityHashCode(request) & (ANSWERS - 1);
    Answer known = answers[place];
    if (known != null && known.request == request) {
      return known.share;
    }
    List<Share> matching = matching(request);
    if (matching.size() > 1) {
      Share chosen = choose(matching, request);
      if (settings.affinity() == Affinity.STICKY) {
        answers[place] = new Answer(request, chosen);
      }
      return chosen;
    }
    Share share = matching.isEmpty() ? unknown() : matching.get(0);
    answers[place] = new Answer(request, share);
    return share;
  }

  private @Nullable Share unknown() {
    return settings.refuseUnknown() ? null : standard;
  }

  /** What the request says, for a message. */
  String value(AcquireRequest request) {
    return request.partition().or(() -> asked(request)).orElse("nothing");
  }

  private List<Share> matching(AcquireRequest request) {
    Optional<String> named = request.partition();
    if (named.isPresent()) {
      return all.stream().filter(share -> share.name.equals(named.get())).toList();
    }
    if (settings.routing().equals("load_balanced")) {
      return candidates(c -> true);
    }
    Optional<String> value = asked(request);
    if (value.isEmpty()) {
      return List.of();
    }
    List<Share> exact = candidates(c -> c.match.exactly(value.get()));
    return exact.isEmpty() ? candidates(c -> c.match.matches(value.get())) : exact;
  }

  private List<Share> candidates(Predicate<Candidate> which) {
    List<Share> found = new ArrayList<>();
    for (Candidate candidate : candidates) {
      if (which.test(candidate)) {
        found.add(candidate.share);
      }
    }
    return found;
  }

  private Optional<String> asked(AcquireRequest request) {
    String routing = settings.routing();
    return switch (routing) {
      case "user", "application", "service", "tenant" ->
          Optional.ofNullable(request.attribute(routing));
      case "resource_group" -> group(request);
      case "address" -> request.clientAddress().map(Match::host);
      case "load_balanced" -> Optional.empty();
      default -> routed(routing, request);
    };
  }

  private Optional<String> group(AcquireRequest request) {
    String given = request.attribute("resource_group");
    if (given != null) {
      return Optional.of(given);
    }
    String user = request.attribute("user");
    String application = request.attribute("application");
    String group = user == null ? null : settings.groups().get(user);
    return Optional.ofNullable(
        group == null && application != null ? settings.groups().get(application) : group);
  }

  private Optional<String> routed(String name, AcquireRequest request) {
    PartitionRouter router = routers.apply(name);
    if (router == null) {
      return Optional.empty();
    }
    try {
      return router.route(pool, request);
    } catch (RuntimeException | LinkageError e) {
      LOG.warn("pool {}: router {} failed: the default partition is taken", pool, name, e);
      return Optional.empty();
    }
  }

  private Share choose(List<Share> shares, AcquireRequest request) {
    Object owner = request.owner();
    if (settings.affinity() == Affinity.STICKY && owner != null) {
      return shares.get(Math.floorMod(owner.hashCode() * 0x9E3779B9 >>> 8, shares.size()));
    }
    Balancing balancing = settings.balancing();
    return switch (balancing) {
      case ROUND_ROBIN -> shares.get(Math.floorMod(turn.getAndIncrement(), shares.size()));
      case RANDOM -> shares.get(ThreadLocalRandom.current().nextInt(shares.size()));
      case LEAST_CONNECTIONS -> {
        Share least = shares.get(0);
        for (Share share : shares) {
          if (share.lent() + share.waiting() < least.lent() + least.waiting()) {
            least = share;
          }
        }
        yield least;
      }
    };
  }

  private record Candidate(Share share, Match match) {}

  private record Answer(AcquireRequest request, @Nullable Share share) {}
}
