package io.fairlead.pool;

import io.fairlead.kernel.error.Fault;
import io.fairlead.kernel.settings.Rules;
import io.fairlead.kernel.settings.Setting;
import io.fairlead.kernel.settings.Setting.Rule;
import io.fairlead.kernel.settings.Setting.Type;
import io.fairlead.kernel.settings.SettingsValues;
import io.fairlead.pool.core.LeakSettings;
import io.fairlead.pool.core.LifeSettings;
import io.fairlead.pool.core.LifeSettings.Aging;
import io.fairlead.pool.core.LifeSettings.Recycling;
import io.fairlead.traffic.pool.RecycleRequest;
import io.fairlead.traffic.pool.spi.ResetMode;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A pool's settings about how long connections live, and what is done to them between loans. */
final class LifecycleFields {

  private static final Rule SECONDS = Rules.between(1, 31_536_000);
  private static final int MOST_QUERIES = 16;
  private static final int LONGEST_QUERY = 4_096;

  /** What one command takes back in every database but PostgreSQL, or nothing does. */
  private static final List<String> ONLY_IN_POSTGRESQL =
      List.of("reset_session_vars", "reset_temp_tables");

  static final List<Setting> SETTINGS =
      List.of(
          Setting.hot(
              "validation_query",
              Type.TEXT,
              null,
              Rules.notLongerThan(LONGEST_QUERY),
              "What to ask a connection for a sign of life; the driver's own check when there is"
                  + " none."),
          flag(
              "validate_on_release",
              "false",
              "Whether a connection that was used is asked for a sign of life when it comes home."),
          seconds(
              "release_validation_timeout_secs",
              "How long the answer may take then, in seconds; validation_timeout_secs when there is"
                  + " none."),
          seconds(
              "keepalive_secs",
              "After so long without use an idle connection is asked for a sign of life, in"
                  + " seconds; never when there is none."),
          seconds(
              "keepalive_timeout_secs",
              "How long the answer may take then, in seconds; validation_timeout_secs when there is"
                  + " none."),
          Setting.hot(
              "aging_type",
              Type.TEXT,
              "time",
              Rules.oneOf("time", "usage", "combined", "adaptive"),
              "What ends a connection's life: time (max_lifetime_secs), usage (max_borrows),"
                  + " combined (whichever is first), adaptive (max_lifetime_secs, half of it while"
                  + " more of its last statements fail than error_threshold says)."),
          Setting.hot(
              "max_borrows",
              Type.INTEGER,
              "10000",
              Rules.between(1, 1_000_000_000_000L),
              "How often a connection is lent at most, where aging_type counts that."),
          Setting.hot(
              "error_threshold",
              Type.DECIMAL,
              "0.1",
              Rules.between(0, 1),
              "The share of a connection's last 64 statements that may fail, from 0 to 1."),
          Setting.hot(
              "jitter_percent",
              Type.INTEGER,
              "20",
              Rules.between(0, 90),
              "By how much lives differ: each ends at 95 % of its maximum less up to so many"
                  + " percent of it."),
          Setting.hot(
              "recycling",
              Type.TEXT,
              "fast",
              Rules.oneOf(RecycleRequest.STRATEGIES),
              "How a connection that was used is made ready for the next: fast (reset), checked"
                  + " (reset and validated), replace (closed, another takes its place), adaptive"
                  + " (fast; checked when one of its last statements failed, replace above"
                  + " error_threshold)."),
          flag("reset_session_vars", "true", "Whether a reset takes settings of the session back."),
          flag("reset_temp_tables", "true", "Whether a reset drops temporary tables."),
          flag(
              "clear_prepared_statements",
              "false",
              "Whether a reset drops the pool's own prepared statements, too."),
          flag(
              "rollback_transactions",
              "true",
              "Whether a transaction that is open when a connection comes home is rolled back; else"
                  + " that connection is replaced."),
          Setting.hot(
              "custom_reset_queries",
              Type.LIST,
              "",
              LifecycleFields::queries,
              "Run at the end of each reset, in order; where one fails the connection is"
                  + " replaced."),
          Setting.hot(
              "leak.threshold_secs",
              Type.INTEGER,
              "300",
              Rules.between(0, 31_536_000),
              "A loan that is out for so long is reported as a leak, in seconds; 0 for never."),
          Setting.hot(
              "leak.action",
              Type.TEXT,
              "report",
              Rules.oneOf("report", "reclaim"),
              "What is done then: it is reported, or its connection is also taken back and"
                  + " replaced."),
          Setting.hot(
              "leak.capture",
              Type.TEXT,
              "owner",
              Rules.oneOf("owner", "stack"),
              "What is kept of each borrower: who it is, or also its stack when it asked."));

  private LifecycleFields() {}

  private static Setting flag(String name, String standard, String description) {
    return Setting.hot(name, Type.BOOLEAN, standard, Rule.ANY, description);
  }

  private static Setting seconds(String name, String description) {
    return Setting.hot(name, Type.INTEGER, null, SECONDS, description);
  }

  private static @Nullable String queries(Object value) {
    List<?> queries = (List<?>) value;
    boolean right =
        queries.size() <= MOST_QUERIES
            && queries.stream()
                .map(String::valueOf)
                .allMatch(q -> !q.isBlank() && q.length() <= LONGEST_QUERY);
    return right
        ? null
        : "at most %d texts that are not blank, of at most %d characters"
            .formatted(MOST_QUERIES, LONGEST_QUERY);
  }

  /** What this pool's database cannot leave out. */
  static List<Fault> faults(SettingsValues values) {
    if (values.text("url").startsWith("jdbc:postgresql:")) {
      return List.of();
    }
    return ONLY_IN_POSTGRESQL.stream()
        .filter(name -> !values.bool(name))
        .map(name -> new Fault(name, "false", "true: only PostgreSQL can leave it out of a reset"))
        .toList();
  }

  static LifeSettings read(SettingsValues values) {
    Duration validation = values.seconds("validation_timeout_secs");
    Optional<Duration> keepalive = values.optionalSeconds("keepalive_secs");
    return new LifeSettings(
        word(Aging.class, values.text("aging_type")),
        values.number("max_borrows"),
        values.decimal("error_threshold"),
        values.integer("jitter_percent"),
        word(Recycling.class, values.text("recycling")),
        new ResetMode(
            values.bool("reset_session_vars"),
            values.bool("reset_temp_tables"),
            values.bool("clear_prepared_statements"),
            values.bool("rollback_transactions"),
            values.list("custom_reset_queries"),
            /* whole= */ false),
        values.optionalText("validation_query"),
        values.bool("validate_on_release"),
        values.optionalSeconds("release_validation_timeout_secs").orElse(validation),
        keepalive,
        values.optionalSeconds("keepalive_timeout_secs").orElse(validation),
        new LeakSettings(
            values.seconds("leak.threshold_secs"),
            values.text("leak.action").equals("reclaim"),
            values.text("leak.capture").equals("stack")));
  }

  private static <E extends Enum<E>> E word(Class<E> type, String text) {
    return Enum.valueOf(type, text.toUpperCase(Locale.ROOT));
  }
}
