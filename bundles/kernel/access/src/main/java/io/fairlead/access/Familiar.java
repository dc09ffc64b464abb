package io.fairlead.access;

import java.util.LinkedHashMap;
import java.util.Map;

/** What was seen lately, so much of it at most; what was seen longest ago is forgotten first. */
final class Familiar {

  private final int most;
  private final Map<String, Boolean> seen = new LinkedHashMap<>(16, 0.75f, true);

  Familiar(int most) {
    this.most = most;
  }

  synchronized boolean contains(String what) {
    return seen.get(what) != null;
  }

  synchronized void add(String what) {
    seen.put(what, true);
    if (seen.size() > most) {
      seen.remove(seen.keySet().iterator().next());
    }
  }
}
