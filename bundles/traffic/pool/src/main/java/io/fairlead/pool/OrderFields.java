package io.fairlead.pool;

import io.fairlead.kernel.settings.Rules;
import io.fairlead.kernel.settings.Setting;
import io.fairlead.kernel.settings.Setting.Rule;
import io.fairlead.kernel.settings.Setting.Type;
import io.fairlead.kernel.settings.SettingsValues;
import io.fairlead.pool.core.OrderSettings;
import java.time.Duration;
import java.util.List;

/** A pool's settings about who is next. */
final class OrderFields {

  static final List<Setting> SETTINGS =
      List.of(
          Setting.hot(
              "order",
              Type.TEXT,
              "strict",
              Rules.oneOf("strict", "bounded"),
              "strict: nobody overtakes who waits; bounded: a newcomer may take what is free while"
                  + " nobody has waited for barge_window_ms."),
          Setting.hot(
              "barge_window_ms",
              Type.INTEGER,
              "1",
              Rules.between(0, 60_000),
              "How long newcomers may overtake at most when order is bounded, in milliseconds, to"
                  + " about a millisecond."),
          Setting.hot(
              "fair_queue",
              Type.BOOLEAN,
              "true",
              Rule.ANY,
              "Whether priorities are left out: by arrival alone. Partitions count all the same."),
          Setting.hot(
              "starvation_after_secs",
              Type.INTEGER,
              "10",
              Rules.between(1, 86_400),
              "After each such time a waiter counts one level higher, in seconds."),
          Setting.hot(
              "deadlock.action",
              Type.TEXT,
              "report",
              Rules.oneOf("report", "refuse"),
              "What is done about waiters that wait for each other: they are reported, or the"
                  + " youngest is refused as well."));

  private OrderFields() {}

  static OrderSettings read(SettingsValues values) {
    return new OrderSettings(
        values.text("order").equals("bounded"),
        Duration.ofMillis(values.number("barge_window_ms")),
        values.bool("fair_queue"),
        values.seconds("starvation_after_secs"),
        values.text("deadlock.action").equals("refuse"));
  }
}
