package io.fairlead.pool.core;

import io.fairlead.traffic.pool.PoolView.GenerationView;
import io.fairlead.traffic.pool.spi.ConnectionSource;
import io.fairlead.traffic.pool.spi.ConnectionSpec;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Connections that are alike: one source, one set of sealed settings. A new one lives beside the
 * old one, whose loans end in peace.
 *
 * @param source null while no driver is there
 * @param changed which settings are others than in the one before
 */
record Generation(
    int number,
    @Nullable ConnectionSource source,
    ConnectionSpec spec,
    Instant since,
    List<String> changed) {

  private static final List<Map.Entry<String, Function<ConnectionSpec, Object>>> SEALED =
      List.of(
          Map.entry("driver", ConnectionSpec::driver),
          Map.entry("url", ConnectionSpec::url),
          Map.entry("username", ConnectionSpec::username),
          Map.entry("password", ConnectionSpec::password),
          Map.entry("properties", ConnectionSpec::properties),
          Map.entry("init_sql", ConnectionSpec::initSql),
          Map.entry("isolation", ConnectionSpec::isolation),
          Map.entry("schema", ConnectionSpec::schema),
          Map.entry("read_only", ConnectionSpec::readOnly),
          Map.entry("statement_cache.entries", ConnectionSpec::cachedStatements),
          Map.entry("statement_cache.bytes", ConnectionSpec::cachedStatementBytes));

  static Generation first(@Nullable ConnectionSource source, ConnectionSpec spec, Instant now) {
    return new Generation(1, source, spec, now, List.of());
  }

  /** With a driver that came, went or was replaced. */
  Generation next(@Nullable ConnectionSource other, Instant now) {
    return new Generation(number + 1, other, spec, now, List.of("driver"));
  }

  /** With other settings. */
  Generation next(@Nullable ConnectionSource other, ConnectionSpec next, Instant now) {
    return new Generation(number + 1, other, next, now, changes(spec, next));
  }

  private static List<String> changes(ConnectionSpec old, ConnectionSpec next) {
    return SEALED.stream()
        .filter(e -> !e.getValue().apply(old).equals(e.getValue().apply(next)))
        .map(Map.Entry::getKey)
        .toList();
  }

  /** The pool's newest, and those before it that still have connections; the oldest first. */
  static List<GenerationView> views(Pool pool) {
    SortedMap<Integer, Generation> generations = new TreeMap<>();
    Generation newest = pool.generation();
    generations.put(newest.number, newest);
    Slot[] slots = pool.slots.all();
    for (Slot slot : slots) {
      generations.put(slot.generation.number, slot.generation);
    }
    return generations.values().stream().map(generation -> generation.view(slots)).toList();
  }

  private GenerationView view(Slot[] slots) {
    Counts counts = Counts.of(slots, slot -> slot.generation == this, 0);
    return new GenerationView(
        number, since, changed, counts.active(), counts.idle(), counts.closing());
  }
}
