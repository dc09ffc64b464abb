package io.fairlead.pool;

import io.fairlead.kernel.settings.Rules;
import io.fairlead.kernel.settings.Setting;
import io.fairlead.kernel.settings.Setting.Rule;
import io.fairlead.kernel.settings.Setting.Type;
import io.fairlead.kernel.settings.SettingsValues;
import io.fairlead.pool.core.PartitionSettings;
import io.fairlead.pool.core.Partitioning;
import io.fairlead.pool.core.Partitioning.Affinity;
import io.fairlead.pool.core.Partitioning.Balancing;
import java.util.List;
import java.util.Locale;

/** A pool's settings about how its loans belong to partitions. */
final class PartitioningFields {

  static final Rule NAME =
      Rules.matching("[a-z][a-z0-9_]{0,62}", "a name like [a-z][a-z0-9_]{0,62}");

  static final List<Setting> SETTINGS =
      List.of(
          Setting.hot(
              "partitioning.enabled",
              Type.BOOLEAN,
              "false",
              Rule.ANY,
              "Whether loans belong to partitions, and their quotas hold."),
          Setting.hot(
              "partitioning.routing",
              Type.TEXT,
              "user",
              NAME,
              "What a partition is found by: user, application, service, tenant, resource_group,"
                  + " address, load_balanced, or the name of a router that a bundle offers."),
          Setting.hot(
              "partitioning.default_partition",
              Type.TEXT,
              "default",
              NAME,
              "Where loans belong that no partition is found for; it need not have been made."),
          Setting.hot(
              "partitioning.unknown",
              Type.TEXT,
              "default",
              Rules.oneOf("default", "refuse"),
              "Whether such loans belong to the default partition, or are refused."),
          Setting.hot(
              "partitioning.balancing",
              Type.TEXT,
              "round_robin",
              Rules.oneOf("round_robin", "least_connections", "random"),
              "Which partition when several match."),
          Setting.hot(
              "partitioning.affinity",
              Type.TEXT,
              "none",
              Rules.oneOf("none", "sticky", "preferred"),
              "Which idle connection: sticky: the one that the same session had last, and the same"
                  + " of several partitions; preferred: one that the same partition had last; any"
                  + " other when there is none."),
          Setting.hot(
              "partitioning.resource_groups",
              Type.MAP,
              null,
              Rule.ANY,
              "Users or applications and the resource group of each."));

  private PartitioningFields() {}

  static Partitioning read(SettingsValues values, List<PartitionSettings> partitions) {
    return new Partitioning(
        values.bool("partitioning.enabled"),
        values.text("partitioning.routing"),
        values.text("partitioning.default_partition"),
        values.text("partitioning.unknown").equals("refuse"),
        Balancing.valueOf(upper(values.text("partitioning.balancing"))),
        Affinity.valueOf(upper(values.text("partitioning.affinity"))),
        values.map("partitioning.resource_groups"),
        partitions);
  }

  private static String upper(String word) {
    return word.toUpperCase(Locale.ROOT);
  }
}
