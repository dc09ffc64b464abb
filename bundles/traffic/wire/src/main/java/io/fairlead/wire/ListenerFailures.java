package io.fairlead.wire;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;

/** Listeners that do not run as their files say, and why. */
final class ListenerFailures {

  /**
   * @param settings what stands in the file
   * @param passing whether another try may go better: the port was taken, not the setting wrong
   * @param tries how often it failed in a row
   */
  record Failure(Map<String, String> settings, String reason, boolean passing, int tries) {}

  private final Map<String, Failure> byName = new ConcurrentSkipListMap<>();

  void failed(String name, Map<String, String> settings, String reason, boolean passing) {
    byName.merge(
        name,
        new Failure(settings, reason, passing, 1),
        (old, now) -> new Failure(settings, reason, passing, old.tries() + 1));
  }

  void mended(String name) {
    byName.remove(name);
  }

  Optional<Failure> of(String name) {
    return Optional.ofNullable(byName.get(name));
  }

  List<String> names() {
    return List.copyOf(byName.keySet());
  }
}
