package io.fairlead.pool;

import io.fairlead.kernel.error.Fault;
import io.fairlead.kernel.settings.Rules;
import io.fairlead.kernel.settings.Setting;
import io.fairlead.kernel.settings.Setting.Rule;
import io.fairlead.kernel.settings.Setting.Type;
import io.fairlead.kernel.settings.SettingsSchema;
import io.fairlead.kernel.settings.SettingsValues;
import io.fairlead.pool.core.PartitionSettings;
import io.fairlead.pool.core.PoolSettings;
import io.fairlead.traffic.pool.PoolMode;
import io.fairlead.traffic.pool.spi.ConnectionSpec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** A pool's settings, declared once, and what they are to the core. */
final class PoolSchema {

  /** What a pool shows and nobody can set. */
  static final Set<String> SHOWN =
      Set.of(
          "pool_id",
          "name",
          "state",
          "circuit",
          "data_source",
          "active_connections",
          "idle_connections",
          "total_connections",
          "waiting_requests",
          "last_error",
          "degraded",
          "generations",
          "revision",
          "applied",
          "config_error");

  private static final int INITIAL = 10;
  private static final Rule SIZE = Rules.between(0, 10_000);
  private static final Rule SECONDS = Rules.between(1, 31_536_000);

  private static final List<Setting> OWN =
      List.of(
          sealed("driver", Rules.notBlank(), "The driver's class name.").asRequired(),
          sealed("url", Rules.notBlank(), "Where the database is, as its driver wants it.")
              .asRequired(),
          sealed("username", Rule.ANY, "Who logs in."),
          sealed("password", Rule.ANY, "With what; it is never shown.").asSecret(),
          Setting.sealed(
              "properties", Type.MAP, null, Rule.ANY, "Further properties for the driver."),
          sealed(
              "init_sql",
              Rule.ANY,
              "Run once on every new connection; holds no secret, since it is shown."),
          sealed(
              "isolation",
              Rules.oneOf("read_uncommitted", "read_committed", "repeatable_read", "serializable"),
              "The isolation of transactions; the server's default when there is none."),
          sealed("schema", Rule.ANY, "The schema that a connection begins in."),
          Setting.sealed(
              "read_only", Type.BOOLEAN, "false", Rule.ANY, "Whether nothing may be changed."),
          hot("min_connections", "5", SIZE, "How many connections to keep, used or not."),
          hot("max_connections", "100", Rules.between(1, 10_000), "How many at most."),
          new Setting(
              "initial_connections",
              Type.INTEGER,
              null,
              Setting.Change.HOT,
              false,
              true,
              false,
              SIZE,
              "How many to open at the start; 10, or as near as min and max allow, when there"
                  + " is none."),
          hot(
              "connection_timeout_secs",
              "30",
              SECONDS,
              "How long to wait for a connection, in seconds."),
          hot(
                  "idle_timeout_secs",
                  "600",
                  SECONDS,
                  "After how long without use a connection beyond the minimum is closed, in"
                      + " seconds.")
              .asClearable(),
          hot(
                  "max_lifetime_secs",
                  "3600",
                  SECONDS,
                  "How long a connection lives at most, in seconds; each gets a part of it,"
                      + " see jitter_percent.")
              .asClearable(),
          hot(
              "creation_timeout_secs",
              "10",
              SECONDS,
              "How long opening a connection may take, in seconds."),
          hot(
              "creation_throttle.per_second",
              "10",
              Rules.between(1, 10_000),
              "New connections a second."),
          hot(
              "creation_throttle.burst",
              "10",
              Rules.between(1, 10_000),
              "New connections at once after a pause."),
          Setting.hot(
              "validate_on_acquire",
              Type.BOOLEAN,
              "true",
              Rule.ANY,
              "Whether a connection is asked for a sign of life before it is lent."),
          hot("validation_timeout_secs", "5", SECONDS, "How long the answer may take, in seconds."),
          hot(
              "validation_skip_ms",
              "500",
              Rules.between(0, 86_400_000),
              "What was used so short a time ago is not asked, in milliseconds."),
          hot("max_wait_queue", "1000", Rules.between(0, 1_000_000), "How many may wait."),
          hot(
                  "statement_timeout_secs",
                  "300",
                  SECONDS,
                  "After how long a statement is cancelled, in seconds.")
              .asClearable(),
          hot(
                  "idle_in_transaction_timeout_secs",
                  "60",
                  SECONDS,
                  "After how long without a statement a transaction is rolled back, in"
                      + " seconds.")
              .asClearable(),
          hot(
                  "transaction_timeout_secs",
                  "3600",
                  SECONDS,
                  "After how long a transaction is rolled back, in seconds.")
              .asClearable());

  static final SettingsSchema SCHEMA =
      new SettingsSchema(
          Stream.of(
                  OWN,
                  SizeFields.SETTINGS,
                  BudgetFields.SETTINGS,
                  LifecycleFields.SETTINGS,
                  StatementFields.SETTINGS,
                  OrderFields.SETTINGS,
                  PartitioningFields.SETTINGS)
              .flatMap(List::stream)
              .toList(),
          List.of(PoolSchema::sizes, Passwords::faults, LifecycleFields::faults));

  private PoolSchema() {}

  private static Setting sealed(String name, Rule rule, String description) {
    return Setting.sealed(name, Type.TEXT, null, rule, description);
  }

  private static Setting hot(String name, String standard, Rule rule, String description) {
    return Setting.hot(name, Type.INTEGER, standard, rule, description);
  }

  private static List<Fault> sizes(SettingsValues values) {
    long min = values.number("min_connections");
    long max = values.number("max_connections");
    List<Fault> faults = new ArrayList<>();
    if (min > max) {
      faults.add(
          new Fault("min_connections", String.valueOf(min), "<= max_connections, which is " + max));
    }
    values
        .optionalNumber("initial_connections")
        .filter(initial -> initial < min || initial > max)
        .ifPresent(
            initial ->
                faults.add(
                    new Fault(
                        "initial_connections",
                        String.valueOf(initial),
                        ">= min_connections, which is %d, and <= max_connections, which is %d"
                            .formatted(min, max))));
    return faults;
  }

  static int initial(SettingsValues values) {
    int min = values.integer("min_connections");
    int max = values.integer("max_connections");
    return values
        .optionalNumber("initial_connections")
        .map(Math::toIntExact)
        .orElse(Math.max(min, Math.min(INITIAL, max)));
  }

  /**
   * A pool's values, those of its partitions apart.
   *
   * @param stored as in its file
   */
  static SettingsValues values(Map<String, String> stored) {
    return SCHEMA.read(PartitionSchema.withoutPartitions(stored));
  }

  /**
   * @param stored as in its file
   */
  static PoolSettings settings(String name, Map<String, String> stored) {
    SettingsValues values = values(stored);
    return settings(
        name, values, PartitionSchema.readAll(stored, values.number("max_connections")));
  }

  private static PoolSettings settings(
      String name, SettingsValues values, List<PartitionSettings> partitions) {
    return new PoolSettings(
        new ConnectionSpec(
            name,
            values.text("driver"),
            values.text("url"),
            values.optionalText("username"),
            values.optionalText("password"),
            values.map("properties"),
            values.optionalText("init_sql"),
            values.optionalText("isolation"),
            values.optionalText("schema"),
            values.bool("read_only"),
            values.integer("statement_cache.entries"),
            values.number("statement_cache.bytes")),
        values.integer("min_connections"),
        initial(values),
        values.integer("max_connections"),
        values.seconds("connection_timeout_secs"),
        values.optionalSeconds("idle_timeout_secs"),
        values.optionalSeconds("max_lifetime_secs"),
        values.seconds("creation_timeout_secs"),
        values.integer("creation_throttle.per_second"),
        values.integer("creation_throttle.burst"),
        values.bool("validate_on_acquire"),
        values.seconds("validation_timeout_secs"),
        Duration.ofMillis(values.number("validation_skip_ms")),
        values.integer("max_wait_queue"),
        values.optionalSeconds("statement_timeout_secs"),
        values.optionalSeconds("idle_in_transaction_timeout_secs"),
        values.optionalSeconds("transaction_timeout_secs"),
        OrderFields.read(values),
        PartitioningFields.read(values, partitions),
        PoolMode.of(values.text("mode")),
        values.text("on_session_state").equals("refuse"),
        SizeFields.read(values),
        LifecycleFields.read(values),
        BudgetFields.read(values));
  }
}
