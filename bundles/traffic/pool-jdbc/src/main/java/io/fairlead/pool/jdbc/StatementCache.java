package io.fairlead.pool.jdbc;

import io.fairlead.traffic.pool.spi.StatementCacheUse;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A connection's prepared statements by their text, the least recently used one leaving first, by
 * their number and by the bytes of their texts. A text is prepared at its second sight; that it was
 * seen is remembered by its hash alone, so two texts may now and then pass for one, and be prepared
 * too early. Used by the thread that works with the connection; its numbers are read by any.
 */
final class StatementCache {

  private static final Logger LOG = LoggerFactory.getLogger(StatementCache.class);

  private static final int SIGHTS = 256;
  private static final int BYTES_PER_CHARACTER = 2;

  private final int mostEntries;
  private final long mostBytes;
  private final Map<String, PreparedStatement> statements =
      new LinkedHashMap<>(16, 0.75f, /* accessOrder= */ true);
  private final int[] seen = new int[SIGHTS];

  private long bytes;
  private long hits;
  private long misses;
  private long evictions;
  private volatile StatementCacheUse use = StatementCacheUse.NONE;

  StatementCache(int mostEntries, long mostBytes) {
    this.mostEntries = mostEntries;
    this.mostBytes = mostBytes;
  }

  /** Whether a text of this length may be kept at all. */
  boolean takes(String sql) {
    return mostEntries > 0 && size(sql) <= mostBytes;
  }

  /** The statement of this text; null when there is none. Counts. */
  @Nullable PreparedStatement get(String sql) {
    PreparedStatement found = statements.get(sql);
    if (found == null) {
      misses++;
    } else {
      hits++;
    }
    return found;
  }

  /** As {@link #get}, and it is the taker's: it may be {@link #put} again. */
  @Nullable PreparedStatement take(String sql) {
    PreparedStatement found = get(sql);
    if (found != null) {
      statements.remove(sql);
      bytes -= size(sql);
    }
    return found;
  }

  boolean has(String sql) {
    return statements.containsKey(sql);
  }

  /** Whether the text was seen before; it is from now on. */
  boolean seen(String sql) {
    int hash = sql.hashCode();
    int place = (hash ^ hash >>> 16) & SIGHTS - 1;
    // 0 is an empty place, and the hash of the empty text, which is never run
    boolean before = seen[place] == hash && hash != 0;
    seen[place] = hash;
    return before;
  }

  void put(String sql, PreparedStatement statement) {
    statements.put(sql, statement);
    bytes += size(sql);
    var eldest = statements.entrySet().iterator();
    while (statements.size() > mostEntries || bytes > mostBytes) {
      Map.Entry<String, PreparedStatement> entry = eldest.next();
      eldest.remove();
      evictions++;
      forget(entry.getKey(), entry.getValue());
    }
  }

  /** One whose plan is of no use any more. */
  void drop(String sql) {
    PreparedStatement statement = statements.remove(sql);
    if (statement != null) {
      forget(sql, statement);
    }
  }

  /** All of them; they are not counted as evicted. */
  void clear() {
    Map<String, PreparedStatement> all = Map.copyOf(statements);
    statements.clear();
    all.forEach(this::forget);
  }

  boolean isEmpty() {
    return statements.isEmpty();
  }

  private void forget(String sql, PreparedStatement statement) {
    bytes -= size(sql);
    try {
      statement.close();
    } catch (SQLException | RuntimeException e) {
      LOG.debug("a prepared statement did not close in order", e);
    }
  }

  private static long size(String sql) {
    return (long) BYTES_PER_CHARACTER * sql.length();
  }

  /** Shows others the numbers as they are now. */
  void publish() {
    use = new StatementCacheUse(hits, misses, evictions, statements.size(), bytes);
  }

  StatementCacheUse use() {
    return use;
  }
}
