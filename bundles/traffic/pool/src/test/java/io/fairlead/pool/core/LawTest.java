package io.fairlead.pool.core;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import io.fairlead.pool.core.Harness.Asked;
import io.fairlead.traffic.pool.AcquireRequest;
import io.fairlead.traffic.pool.Loan;
import io.fairlead.traffic.pool.Priority;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.Test;

/**
 * The one law of order, held against a small model that knows no lanes, no tags and no words: after
 * whatever is done, exactly those have a connection whom the model gives one.
 */
public class LawTest {

  private static final int SIZE = 5;
  private static final Duration STARVATION = Duration.ofSeconds(10);

  @Test
  public void eachGrantIsTheOneThatTheModelMakesInOnePartition() {
    for (int seed = 0; seed < 300; seed++) {
      new Run(seed, List.of(), (seed & 1) == 0).run(150);
    }
  }

  @Test
  public void eachGrantIsTheOneThatTheModelMakesAmongPartitions() {
    for (int seed = 0; seed < 300; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      int reserve = random.nextInt(3);
      List<PartitionSettings> partitions =
          List.of(
              partition("a", 1, reserve, 2 + random.nextInt(3)),
              partition("b", 3, random.nextInt(2), 1 + random.nextInt(4)),
              partition("c", 1 + random.nextInt(4), 0, 1 + random.nextInt(SIZE)));
      new Run(seed, partitions, (seed & 1) == 0).run(150);
    }
  }

  private static PartitionSettings partition(String name, int weight, int min, int max) {
    return new PartitionSettings(
        name, "user", name, weight, Optional.empty(), min, max, 1_000, WorkLimits.NONE);
  }

  /** A pool and its model, moved alike. */
  private static final class Run {
    private final SplittableRandom random;
    private final String seed;
    private final Harness pool;
    private final Model model;
    private final List<Asked> asked = new ArrayList<>();
    private final List<PartitionSettings> partitions;
    private final OrderSettings order;
    private int number;

    Run(int seed, List<PartitionSettings> partitions, boolean fair) {
      this.seed = "seed " + seed;
      this.random = new SplittableRandom(seed * 31L);
      this.partitions = new ArrayList<>(partitions);
      this.order = new OrderSettings(false, Duration.ZERO, fair, STARVATION, false);
      this.pool = new Harness(this::settings);
      this.model = new Model(partitions, fair);
    }

    private Harness.Settings settings(Harness.Settings base) {
      return base.size(SIZE, SIZE, SIZE)
          .queue(10_000)
          .order(order)
          .partitioned(
              new Partitioning(
                  !partitions.isEmpty(),
                  "user",
                  "default",
                  false,
                  Partitioning.Balancing.ROUND_ROBIN,
                  Partitioning.Affinity.NONE,
                  Map.of(),
                  partitions));
    }

    /** Another reserve while connections are out: some may be below theirs and have to wait. */
    private String reserve() {
      if (partitions.isEmpty()) {
        return "nothing";
      }
      int which = random.nextInt(partitions.size());
      PartitionSettings old = partitions.get(which);
      int min = random.nextInt(Math.min(2, old.max()) + 1);
      partitions.set(which, partition(old.name(), old.weight(), min, old.max()));
      pool.apply(settings(new Harness.Settings()).build());
      model.reserve(old.name(), min);
      return "reserve " + old.name() + " " + min;
    }

    void run(int steps) {
      for (int step = 0; step < steps; step++) {
        String done = step();
        List<Integer> expected = model.held();
        List<Integer> held = new ArrayList<>();
        for (int i = 0; i < asked.size(); i++) {
          Asked one = asked.get(i);
          if (one != null && one.loan != null) {
            held.add(i);
          }
        }
        assertEquals(seed + ", step " + step + ": " + done, expected, held);
      }
      assertTrue("somebody had to wait", model.waited > 0);
    }

    private String step() {
      List<Integer> held = model.held();
      switch (random.nextInt(11)) {
        case 10 -> {
          return reserve();
        }
        case 0, 1, 2, 3, 4 -> {
          String user = List.of("a", "b", "c", "d").get(random.nextInt(4));
          Priority priority = Priority.values()[random.nextInt(4)];
          asked.add(pool.ask(AcquireRequest.of(user).with(priority).within(Duration.ofHours(9))));
          model.ask(number, user, priority);
          return "ask " + number++ + " " + user + " " + priority;
        }
        case 5, 6, 7 -> {
          if (held.isEmpty()) {
            return "nothing";
          }
          int which = held.get(random.nextInt(held.size()));
          Loan loan = asked.get(which).loan();
          asked.set(which, null);
          loan.release();
          model.release(which);
          return "release " + which;
        }
        case 8 -> {
          if (model.waiting.isEmpty()) {
            return "nothing";
          }
          int which = model.waiting.get(random.nextInt(model.waiting.size())).number;
          assertTrue(asked.get(which).acquisition.cancel());
          asked.set(which, null);
          model.cancel(which);
          return "cancel " + which;
        }
        default -> {
          Duration by = Duration.ofSeconds(random.nextInt(8));
          pool.advance(by);
          model.now += by.toSeconds();
          return "advance " + by;
        }
      }
    }
  }

  /** The law, as it is said in words. */
  private static final class Model {
    private final List<Part> parts = new ArrayList<>();
    private final Part standard = new Part("default", 1, 0, SIZE);
    private final boolean partitioned;
    private final boolean fair;
    final List<Wish> waiting = new ArrayList<>();
    private final List<Wish> holding = new ArrayList<>();
    private double virtual;
    private long now;
    private int waited;

    Model(List<PartitionSettings> partitions, boolean fair) {
      this.fair = fair;
      this.partitioned = !partitions.isEmpty();
      partitions.forEach(p -> parts.add(new Part(p.name(), p.weight(), p.min(), p.max())));
      parts.add(standard);
    }

    List<Integer> held() {
      return holding.stream().map(w -> w.number).sorted().toList();
    }

    void ask(int number, String user, Priority priority) {
      Part part =
          partitioned
              ? parts.stream().filter(p -> p.name.equals(user)).findFirst().orElse(standard)
              : standard;
      Wish wish = new Wish(number, part, priority, now);
      if (waiting.isEmpty() && room(part) > 0 && holding.size() < SIZE) {
        holding.add(wish);
        return;
      }
      waited++;
      if (waiting.stream().noneMatch(w -> w.part == part)) {
        part.start = Math.max(part.start, virtual);
      }
      waiting.add(wish);
      serve();
    }

    void reserve(String name, int min) {
      parts.stream().filter(p -> p.name.equals(name)).forEach(p -> p.min = min);
      serve();
    }

    void release(int number) {
      holding.removeIf(w -> w.number == number);
      serve();
    }

    void cancel(int number) {
      waiting.removeIf(w -> w.number == number);
    }

    private long lent(Part part) {
      return holding.stream().filter(w -> w.part == part).count();
    }

    /** 2 below the reserve, 1 when there is a place for it that is nobody's, else 0. */
    private int room(Part part) {
      long lent = lent(part);
      if (lent >= part.max) {
        return 0;
      }
      if (lent < part.min) {
        return 2;
      }
      long spoken = parts.stream().mapToLong(p -> Math.max(lent(p), p.min)).sum();
      return spoken < SIZE ? 1 : 0;
    }

    private int level(Wish wish) {
      return fair
          ? 0
          : (int)
              Math.min(3, wish.priority.ordinal() + (now - wish.since) / STARVATION.toSeconds());
    }

    private void serve() {
      while (holding.size() < SIZE) {
        Optional<Wish> next =
            waiting.stream()
                .filter(w -> room(w.part) > 0)
                .min(
                    Comparator.<Wish>comparingInt(w -> -room(w.part))
                        .thenComparingInt(w -> -level(w))
                        .thenComparingDouble(w -> w.part.start)
                        .thenComparingInt(w -> w.number));
        if (next.isEmpty()) {
          return;
        }
        Wish wish = next.get();
        waiting.remove(wish);
        holding.add(wish);
        virtual = Math.max(virtual, wish.part.start);
        wish.part.start += 1.0 / wish.part.weight;
      }
    }
  }

  private static final class Part {
    final String name;
    final int weight;
    int min;
    final int max;
    double start;

    Part(String name, int weight, int min, int max) {
      this.name = name;
      this.weight = weight;
      this.min = min;
      this.max = max;
    }
  }

  private record Wish(int number, Part part, Priority priority, long since) {}
}
