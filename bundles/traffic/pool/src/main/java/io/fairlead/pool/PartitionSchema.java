package io.fairlead.pool;

import io.fairlead.kernel.error.Fault;
import io.fairlead.kernel.error.Invalid;
import io.fairlead.kernel.settings.Rules;
import io.fairlead.kernel.settings.Setting;
import io.fairlead.kernel.settings.Setting.Rule;
import io.fairlead.kernel.settings.Setting.Type;
import io.fairlead.kernel.settings.SettingsSchema;
import io.fairlead.kernel.settings.SettingsValues;
import io.fairlead.pool.core.PartitionSettings;
import io.fairlead.pool.core.WorkLimits;
import io.fairlead.traffic.pool.Priority;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A partition's settings, and how they stand in its pool's file: {@code partition.NAME.SETTING}.
 */
final class PartitionSchema {

  /** What a partition shows and nobody can set. */
  static final Set<String> SHOWN = Set.of("name", "usage", "built_in", "revision", "applied");

  static final List<String> TYPES =
      List.of("user", "application", "service", "tenant", "resource_group", "custom");

  static final int MOST = 256;

  private static final String PREFIX = "partition.";
  private static final long NANOS = 1_000_000_000L;
  private static final Rule AMOUNT = Rules.between(1, 1L << 53);

  static final SettingsSchema SCHEMA =
      new SettingsSchema(
          List.of(
              Setting.hot(
                  "type",
                  Type.TEXT,
                  "custom",
                  value ->
                      TYPES.contains(((String) value).toLowerCase(Locale.ROOT))
                          ? null
                          : "one of " + String.join(", ", TYPES),
                  "Which of a borrower's values is compared with match: user, application,"
                      + " service, tenant, resource_group or custom."),
              Setting.hot(
                  "match",
                  Type.TEXT,
                  null,
                  Rules.notLongerThan(1_000),
                  "A value, a glob with * and ?, or a range of addresses; the name when there is"
                      + " none."),
              amount("weight", "1", Rules.between(1, 1_000), "Its share among those that wait."),
              Setting.hot(
                  "priority",
                  Type.TEXT,
                  null,
                  Rules.oneOf(Priority.words()),
                  "Of its loans that say none: low, normal, high or critical."),
              amount(
                  "limits.max_connections",
                  "50",
                  Rules.between(1, 10_000),
                  "Its ceiling of connections."),
              amount(
                  "limits.min_connections",
                  "2",
                  Rules.between(0, 10_000),
                  "How many connections are reserved for it."),
              amount(
                  "limits.max_wait_queue",
                  "500",
                  Rules.between(0, 1_000_000),
                  "How many of it may wait."),
              amount(
                  "limits.cpu_limit_seconds",
                  null,
                  Rules.between(1, 31_536_000),
                  "Seconds of work in a window: of threads where the database is in this process,"
                      + " else how long its connections were busy."),
              amount(
                  "limits.memory_limit_bytes",
                  null,
                  AMOUNT,
                  "Bytes of results read for it at a time; the statement that goes beyond is"
                      + " ended."),
              amount(
                  "limits.io_limit_iops", null, AMOUNT, "Rows a second, on average over a window."),
              amount("limits.io_limit_bytes", null, AMOUNT, "Bytes of values in a window."),
              amount(
                  "limits.window_secs",
                  "60",
                  Rules.between(1, 86_400),
                  "How long a window is, in seconds."),
              Setting.hot(
                  "over_limit",
                  Type.TEXT,
                  "wait",
                  Rules.oneOf("wait", "refuse"),
                  "What a new loan does when a limit of the window is reached: it waits for the"
                      + " next one, or is refused.")),
          List.of(PartitionSchema::sizes));

  private PartitionSchema() {}

  private static Setting amount(
      String name, @Nullable String standard, Rule rule, String description) {
    return Setting.hot(name, Type.INTEGER, standard, rule, description);
  }

  private static List<Fault> sizes(SettingsValues values) {
    long min = values.number("limits.min_connections");
    long max = values.number("limits.max_connections");
    return min <= max
        ? List.of()
        : List.of(
            new Fault(
                "limits.min_connections",
                String.valueOf(min),
                "<= limits.max_connections, which is " + max));
  }

  /** A pool's stored settings without those of its partitions. */
  static Map<String, String> withoutPartitions(Map<String, String> stored) {
    Map<String, String> rest = new TreeMap<>(stored);
    rest.keySet().removeIf(key -> key.startsWith(PREFIX));
    return rest;
  }

  /** The partitions' stored settings in a pool's, by name. */
  static Map<String, Map<String, String>> split(Map<String, String> stored) {
    Map<String, Map<String, String>> partitions = new TreeMap<>();
    stored.forEach(
        (key, text) -> {
          int dot = key.startsWith(PREFIX) ? key.indexOf('.', PREFIX.length()) : -1;
          if (dot > 0) {
            partitions
                .computeIfAbsent(key.substring(PREFIX.length(), dot), n -> new TreeMap<>())
                .put(key.substring(dot + 1), text);
          }
        });
    return partitions;
  }

  /** A pool's stored settings with these of one partition in place of what it had. */
  static Map<String, String> with(
      Map<String, String> stored, String name, Map<String, String> partition) {
    Map<String, String> next = without(stored, name);
    // A partition of which everything stands at its default is there all the same.
    next.put(PREFIX + name + ".type", partition.getOrDefault("type", "custom"));
    partition.forEach((key, text) -> next.put(PREFIX + name + "." + key, text));
    return next;
  }

  static Map<String, String> without(Map<String, String> stored, String name) {
    Map<String, String> next = new TreeMap<>(stored);
    next.keySet().removeIf(key -> key.startsWith(PREFIX + name + "."));
    return next;
  }

  /**
   * All partitions of a pool.
   *
   * @throws Invalid naming every wrong key
   */
  static List<PartitionSettings> readAll(Map<String, String> stored, long poolMax) {
    List<Fault> faults = new ArrayList<>();
    List<PartitionSettings> all = new ArrayList<>();
    long reserved = 0;
    for (Map.Entry<String, Map<String, String>> entry : split(stored).entrySet()) {
      String name = entry.getKey();
      if (PartitioningFields.NAME.violatedExpectation(name) != null) {
        faults.add(new Fault(PREFIX + name, name, "a name like [a-z][a-z0-9_]{0,62}"));
        continue;
      }
      try {
        PartitionSettings partition = settings(name, SCHEMA.read(entry.getValue()));
        reserved += partition.min();
        all.add(partition);
      } catch (Invalid e) {
        e.faults()
            .forEach(
                f ->
                    faults.add(
                        new Fault(PREFIX + name + "." + f.field(), f.value(), f.expectation())));
      }
    }
    if (all.size() > MOST) {
      faults.add(new Fault("partition", all.size() + " partitions", "at most " + MOST));
    }
    if (reserved > poolMax) {
      faults.add(
          new Fault(
              "limits.min_connections",
              reserved + " over all partitions",
              "<= the pool's max_connections, which is " + poolMax));
    }
    if (!faults.isEmpty()) {
      throw new Invalid(faults);
    }
    return all;
  }

  static PartitionSettings settings(String name, SettingsValues values) {
    long window = values.number("limits.window_secs");
    return new PartitionSettings(
        name,
        values.text("type").toLowerCase(Locale.ROOT),
        values.optionalText("match").orElse(name),
        values.integer("weight"),
        values.optionalText("priority").flatMap(Priority::of),
        values.integer("limits.min_connections"),
        values.integer("limits.max_connections"),
        values.integer("limits.max_wait_queue"),
        new WorkLimits(
            or(values.optionalNumber("limits.cpu_limit_seconds"), NANOS),
            or(values.optionalNumber("limits.memory_limit_bytes"), 1),
            or(values.optionalNumber("limits.io_limit_iops"), window),
            or(values.optionalNumber("limits.io_limit_bytes"), 1),
            window * NANOS,
            values.text("over_limit").equals("refuse")));
  }

  private static long or(Optional<Long> limit, long unit) {
    return limit
        .map(l -> Math.multiplyHigh(l, unit) > 0 ? Long.MAX_VALUE : l * unit)
        .orElse(Long.MAX_VALUE);
  }
}
