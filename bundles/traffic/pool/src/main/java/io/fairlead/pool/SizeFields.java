package io.fairlead.pool;

import io.fairlead.kernel.settings.Rules;
import io.fairlead.kernel.settings.Setting;
import io.fairlead.kernel.settings.Setting.Rule;
import io.fairlead.kernel.settings.Setting.Type;
import io.fairlead.kernel.settings.SettingsValues;
import io.fairlead.pool.core.ElasticSettings;
import java.util.List;

/** A pool's settings about how its size follows the demand. */
final class SizeFields {

  static final List<Setting> SETTINGS =
      List.of(
          Setting.hot(
              "elastic.auto_scale",
              Type.BOOLEAN,
              "true",
              Rule.ANY,
              "Whether to open a little ahead of the demand, at the rate of growth_per_second, and"
                  + " to close what was not needed for shrink_delay_secs. Without, a connection is"
                  + " opened for each who waits, and closed by idle_timeout_secs alone."),
          Setting.hot(
              "elastic.growth_per_second",
              Type.INTEGER,
              "5",
              Rules.between(1, 10_000),
              "New connections a second above min_connections, after creation_throttle.burst at"
                  + " once; creation_throttle holds besides."),
          Setting.hot(
              "elastic.shrink_per_minute",
              Type.INTEGER,
              "1",
              Rules.between(1, 10_000),
              "How many connections that are not needed may be closed a minute."),
          Setting.hot(
              "elastic.shrink_delay_secs",
              Type.INTEGER,
              "300",
              Rules.between(1, 86_400),
              "For how long a connection must not have been needed to be closed for that, in"
                  + " seconds."));

  private SizeFields() {}

  static ElasticSettings read(SettingsValues values) {
    return new ElasticSettings(
        values.bool("elastic.auto_scale"),
        values.integer("elastic.growth_per_second"),
        values.integer("elastic.shrink_per_minute"),
        values.seconds("elastic.shrink_delay_secs"));
  }
}
