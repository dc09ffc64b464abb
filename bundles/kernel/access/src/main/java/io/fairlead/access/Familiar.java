package io.fairlead.access;

import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What was seen lately, so much of it at most, under a keyed hash; what was seen longest ago is
 * forgotten first.
 */
final class Familiar {

  private final byte[] key;
  private final int most;
  private final Map<String, Boolean> seen = new LinkedHashMap<>(16, 0.75f, true);
  private boolean changed;

  /**
   * @param before the hashes of what was seen before, the latest last
   */
  Familiar(byte[] key, int most, List<String> before) {
    this.key = key.clone();
    this.most = most;
    before.forEach(this::put);
    changed = false;
  }

  synchronized boolean contains(String what) {
    return seen.get(hash(what)) != null;
  }

  synchronized void add(String what) {
    put(hash(what));
  }

  /** Whether something new was seen since this was asked last. */
  synchronized boolean takeChanged() {
    boolean taken = changed;
    changed = false;
    return taken;
  }

  /** The hashes of all, the latest last. */
  synchronized List<String> all() {
    return List.copyOf(seen.keySet());
  }

  private void put(String hash) {
    changed |= seen.put(hash, true) == null;
    if (seen.size() > most) {
      seen.remove(seen.keySet().iterator().next());
    }
  }

  private String hash(String what) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(Keys.mac(key, what));
  }
}
