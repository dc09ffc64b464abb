package io.fairlead.traffic.pool;

import io.fairlead.kernel.error.Invalid;
import io.fairlead.kernel.settings.Rules;
import io.fairlead.kernel.settings.Setting;
import io.fairlead.kernel.settings.Setting.Type;
import io.fairlead.kernel.settings.SettingsSchema;
import io.fairlead.kernel.settings.SettingsValues;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * @param serveWaiters whether those who wait now are still served; otherwise each gets an error at
 *     once
 * @param deadline when what is still out is cancelled and closed, its holder gets an Error
 */
public record DrainRequest(boolean serveWaiters, Duration deadline) {

  /** The fields of a request to drain, for documents. */
  public static final SettingsSchema SCHEMA =
      new SettingsSchema(
          List.of(
              Setting.hot(
                  "on_waiters",
                  Type.TEXT,
                  "serve",
                  value ->
                      value.equals("serve") || value.equals("refuse")
                          ? null
                          : "serve or refuse (move is not available)",
                  "Whether those who wait for a connection now are still served, or refused."),
              Setting.hot(
                  "deadline_secs",
                  Type.INTEGER,
                  "30",
                  Rules.between(1, 3_600),
                  "After so many seconds what is still out is cancelled and closed.")),
          List.of());

  /**
   * Takes a request's fields in REST's names; each has a default.
   *
   * @throws Invalid naming every wrong field
   */
  public static DrainRequest of(Map<String, ?> fields) {
    SettingsValues values = SCHEMA.read(SCHEMA.merge(Map.of(), fields, Set.of()));
    return new DrainRequest(
        values.text("on_waiters").equals("serve"), values.seconds("deadline_secs"));
  }
}
