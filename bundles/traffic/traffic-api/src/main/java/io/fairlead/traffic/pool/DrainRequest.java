package io.fairlead.traffic.pool;

import io.fairlead.kernel.config.ConfigId;
import io.fairlead.kernel.error.Fault;
import io.fairlead.kernel.error.Invalid;
import io.fairlead.kernel.settings.Rules;
import io.fairlead.kernel.settings.Setting;
import io.fairlead.kernel.settings.Setting.Type;
import io.fairlead.kernel.settings.SettingsSchema;
import io.fairlead.kernel.settings.SettingsValues;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * @param onWaiters what becomes of those who wait now
 * @param to the pool that they are moved to; empty for none
 * @param deadline when what is still out is cancelled and closed, its holder gets an Error
 */
public record DrainRequest(OnWaiters onWaiters, Optional<String> to, Duration deadline) {

  /** What becomes of those who wait when a pool drains. */
  public enum OnWaiters {
    /** They still get connections. */
    SERVE,
    /** Each gets an error at once. */
    REFUSE,
    /** They wait for another pool, behind those who wait there, with the rest of their time. */
    MOVE
  }

  /** The fields of a request to drain, for documents. */
  public static final SettingsSchema SCHEMA =
      new SettingsSchema(
          List.of(
              Setting.hot(
                  "on_waiters",
                  Type.TEXT,
                  "serve",
                  value -> choice(value) == null ? "serve, refuse or move" : null,
                  "Whether those who wait for a connection now are still served, refused, or moved"
                      + " to another pool."),
              Setting.hot(
                  "to",
                  Type.TEXT,
                  null,
                  value -> ConfigId.isName(String.valueOf(value)) ? null : "a pool's name",
                  "The pool that they are moved to, with on_waiters: move: a running one with"
                      + " the same driver, url and mode."),
              Setting.hot(
                  "deadline_secs",
                  Type.INTEGER,
                  "30",
                  Rules.between(1, 3_600),
                  "After so many seconds what is still out is cancelled and closed.")),
          List.of());

  private static @Nullable OnWaiters choice(Object word) {
    for (OnWaiters each : OnWaiters.values()) {
      if (each.name().toLowerCase(Locale.ROOT).equals(word)) {
        return each;
      }
    }
    return null;
  }

  /**
   * Takes a request's fields in REST's names; each has a default.
   *
   * @throws Invalid naming every wrong field
   */
  public static DrainRequest of(Map<String, ?> fields) {
    SettingsValues values = SCHEMA.read(SCHEMA.merge(Map.of(), fields, Set.of()));
    OnWaiters onWaiters = Objects.requireNonNull(choice(values.text("on_waiters")));
    Optional<String> to = values.optionalText("to");
    if (to.isPresent() != (onWaiters == OnWaiters.MOVE)) {
      throw new Invalid(
          List.of(
              new Fault(
                  "to",
                  to.orElse("nothing"),
                  to.isPresent()
                      ? "nothing, unless on_waiters is move"
                      : "the pool to move them to, as on_waiters is move")));
    }
    return new DrainRequest(onWaiters, to, values.seconds("deadline_secs"));
  }
}
