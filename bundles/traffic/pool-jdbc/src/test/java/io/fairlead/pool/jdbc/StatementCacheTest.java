package io.fairlead.pool.jdbc;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertNotNull;
import static org.junit.Assert.assertNull;
import static org.junit.Assert.assertTrue;

import java.lang.reflect.Proxy;
import java.sql.PreparedStatement;
import java.util.ArrayList;
import java.util.List;
import org.junit.Test;

/** The least recently used leaves first, by number and by bytes. */
public class StatementCacheTest {

  private final List<String> closed = new ArrayList<>();

  private PreparedStatement statement(String sql) {
    return (PreparedStatement)
        Proxy.newProxyInstance(
            PreparedStatement.class.getClassLoader(),
            new Class<?>[] {PreparedStatement.class},
            (self, method, arguments) -> {
              if (method.getName().equals("close")) {
                closed.add(sql);
              }
              return null;
            });
  }

  private void put(StatementCache cache, String... texts) {
    for (String sql : texts) {
      cache.put(sql, statement(sql));
    }
  }

  @Test
  public void theLeastRecentlyUsedLeavesFirst() {
    StatementCache cache = new StatementCache(3, 1_000);
    put(cache, "a", "b", "c");
    assertNotNull(cache.get("a"));
    put(cache, "d");
    assertEquals(List.of("b"), closed);
    assertNull(cache.get("b"));
    assertNotNull(cache.get("c"));
    put(cache, "e");
    assertEquals(List.of("b", "a"), closed);
    cache.publish();
    assertEquals(3, cache.use().entries());
    assertEquals(6, cache.use().bytes());
    assertEquals(2, cache.use().evictions());
    assertEquals(2, cache.use().hits());
    assertEquals(1, cache.use().misses());
  }

  @Test
  public void bytesMakeRoomToo() {
    StatementCache cache = new StatementCache(100, 20);
    put(cache, "aaaa", "bbbb");
    assertTrue(cache.takes("cccccccccc"));
    assertFalse(cache.takes("ccccccccccc"));
    put(cache, "cccccccccc");
    assertEquals(List.of("aaaa", "bbbb"), closed);
    cache.drop("cccccccccc");
    assertTrue(cache.isEmpty());
    cache.publish();
    assertEquals(0, cache.use().bytes());
  }

  @Test
  public void noneAreTakenWhenItHasNoRoom() {
    assertFalse(new StatementCache(0, 1_000).takes("a"));
    assertFalse(new StatementCache(10, 0).takes("a"));
  }

  @Test
  public void theFirstSightIsRemembered() {
    StatementCache cache = new StatementCache(10, 1_000);
    assertFalse(cache.seen("SELECT 1"));
    assertTrue(cache.seen("SELECT 1"));
    assertFalse(cache.seen("SELECT 2"));
  }
}
