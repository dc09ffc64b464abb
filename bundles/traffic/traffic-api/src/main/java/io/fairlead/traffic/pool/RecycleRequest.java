package io.fairlead.traffic.pool;

import io.fairlead.kernel.error.Fault;
import io.fairlead.kernel.error.Invalid;
import io.fairlead.kernel.settings.Rules;
import io.fairlead.kernel.settings.Setting;
import io.fairlead.kernel.settings.Setting.Rule;
import io.fairlead.kernel.settings.Setting.Type;
import io.fairlead.kernel.settings.SettingsSchema;
import io.fairlead.kernel.settings.SettingsValues;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Which connections to recycle, and how; empty parts let all through.
 *
 * @param connectionIds those with these ids
 * @param partition those that are lent to this partition, or were last
 * @param lentToo whether those that are lent are recycled when they come home; else only idle ones
 * @param strategy fast, checked, replace or adaptive; empty for the pool's own
 */
public record RecycleRequest(
    Optional<Set<Long>> connectionIds,
    Optional<String> partition,
    boolean lentToo,
    Optional<String> strategy) {

  /** What a connection can be made ready with. */
  public static final String[] STRATEGIES = {"fast", "checked", "replace", "adaptive"};

  private static final String IDS = "connection_ids";

  /** As the surfaces take it. */
  public static final SettingsSchema SCHEMA =
      new SettingsSchema(
          List.of(
              Setting.hot(
                  IDS,
                  Type.LIST,
                  null,
                  Rules.matching("[1-9][0-9]{0,15}", "numbers of connections"),
                  "Only these connections."),
              Setting.hot(
                  "partition",
                  Type.TEXT,
                  null,
                  Rule.ANY,
                  "Only those that are lent to this partition, or were last."),
              Setting.hot(
                  "scope",
                  Type.TEXT,
                  "all",
                  Rules.oneOf("idle", "all"),
                  "Only idle ones, or all: those that are lent when they come home."),
              Setting.hot(
                  "strategy",
                  Type.TEXT,
                  null,
                  Rules.oneOf(STRATEGIES),
                  "fast: reset; checked: reset and validated; replace: a new one, then the old one"
                      + " is closed; adaptive: by its recent errors; the pool's when there is"
                      + " none.")),
          List.of());

  /**
   * Takes a request's fields; ids as numbers or texts.
   *
   * @throws Invalid naming every wrong field
   */
  public static RecycleRequest of(Map<String, ?> fields) {
    Map<String, Object> patch = new HashMap<>(fields);
    if (patch.get(IDS) instanceof List<?> ids) {
      if (ids.isEmpty()) {
        throw new Invalid(
            List.of(new Fault(IDS, "an empty list", "at least one, or no such field")));
      }
      patch.put(IDS, ids.stream().map(id -> id instanceof Number n ? n.toString() : id).toList());
    }
    SettingsValues values = SCHEMA.read(SCHEMA.merge(Map.of(), patch, Set.of()));
    return new RecycleRequest(
        values.has(IDS)
            ? Optional.of(values.list(IDS).stream().map(Long::valueOf).collect(Collectors.toSet()))
            : Optional.empty(),
        values.optionalText("partition"),
        values.text("scope").equals("all"),
        values.optionalText("strategy"));
  }
}
