package io.fairlead.kernel.store;

import io.fairlead.kernel.config.ConfigId;
import io.fairlead.kernel.config.StoredConfig;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/**
 * A process that writes configurations until it is killed and says which changes it was answered.
 */
public final class KilledWriter {

  static final int CONFIGURATIONS = 4;

  private KilledWriter() {}

  static FileConfigStore open(Path folder) {
    Announcer nobody =
        new Announcer() {
          @Override
          public void changed(ConfigId id, Map<String, String> settings, Path file) {}

          @Override
          public void deleted(ConfigId id) {}
        };
    return new FileConfigStore(
        folder.resolve("etc"),
        folder.resolve("last-good"),
        new LocalFiles(),
        new byte[32],
        n -> null,
        nobody,
        entry -> {});
  }

  static ConfigId id(int number) {
    return ConfigId.of("io.fairlead.pool", "p" + number);
  }

  public static void main(String[] arguments) {
    FileConfigStore store = open(Path.of(arguments[0]));
    store.start();
    Random random = new Random();
    for (long count = Long.parseLong(arguments[1]); ; count++) {
      ConfigId id = id((int) (count % CONFIGURATIONS));
      Map<String, String> settings =
          Map.of("count", String.valueOf(count), "filler", "ä".repeat(random.nextInt(20_000)));
      if (count / CONFIGURATIONS % 3 == 0 && store.get(id).isPresent()) {
        store.delete(id, Optional.empty());
        System.out.println(count + " " + id.name() + " deleted");
        System.out.flush();
      }
      StoredConfig stored =
          store.get(id).isPresent()
              ? store.put(id, settings, Optional.empty())
              : store.create(id, settings);
      System.out.println(count + " " + id.name() + " " + stored.revision());
      System.out.flush();
      store.applied(id, settings);
    }
  }
}
