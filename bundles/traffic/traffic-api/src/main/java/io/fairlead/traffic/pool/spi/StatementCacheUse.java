package io.fairlead.traffic.pool.spi;

/**
 * What a connection's cache of prepared statements has done since it was opened, and holds now.
 *
 * @param hits texts that ran as a statement prepared before
 * @param misses texts that could have, and were not in the cache
 * @param evictions statements that made room for others
 * @param entries statements held
 * @param bytes of their texts, two for each character
 */
public record StatementCacheUse(long hits, long misses, long evictions, int entries, long bytes) {

  public static final StatementCacheUse NONE = new StatementCacheUse(0, 0, 0, 0, 0);

  public StatementCacheUse plus(StatementCacheUse other) {
    return new StatementCacheUse(
        hits + other.hits,
        misses + other.misses,
        evictions + other.evictions,
        entries + other.entries,
        bytes + other.bytes);
  }

  /** The same history, with nothing held any more. */
  public StatementCacheUse emptied() {
    return new StatementCacheUse(hits, misses, evictions, 0, 0);
  }
}
