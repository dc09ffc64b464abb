package io.fairlead.kernel.runtime;

import io.fairlead.kernel.config.ConfigId;
import io.fairlead.kernel.store.Announcer;
import io.fairlead.kernel.store.FileConfigStore;
import io.fairlead.kernel.store.LocalFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Dictionary;
import java.util.Map;
import org.junit.rules.TemporaryFolder;
import org.osgi.service.cm.ManagedServiceFactory;

/** Stores in a test's folder, and those who own nothing. */
final class TestStores {

  private TestStores() {}

  static FileConfigStore empty(TemporaryFolder folder) {
    Path root = folder.getRoot().toPath();
    Announcer nobody =
        new Announcer() {
          @Override
          public void changed(ConfigId id, Map<String, String> settings, Path file) {}

          @Override
          public void deleted(ConfigId id) {}
        };
    return new FileConfigStore(
        root.resolve("etc"),
        root.resolve("data/last-good"),
        new LocalFiles(),
        new byte[32],
        n -> null,
        nobody,
        entry -> {});
  }

  static FileConfigStore with(TemporaryFolder folder, String pool, String content)
      throws IOException {
    FileConfigStore store = empty(folder);
    Path etc = Files.createDirectories(folder.getRoot().toPath().resolve("etc"));
    Files.writeString(etc.resolve(id(pool).fileName()), content);
    return store;
  }

  static ConfigId id(String pool) {
    return ConfigId.of("io.fairlead.pool", pool);
  }

  static final class NoFactory implements ManagedServiceFactory {
    @Override
    public String getName() {
      return "";
    }

    @Override
    public void updated(String pid, Dictionary<String, ?> properties) {}

    @Override
    public void deleted(String pid) {}
  }
}
