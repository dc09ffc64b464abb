package io.fairlead.access;

import io.fairlead.kernel.config.ConfigId;
import io.fairlead.kernel.config.ConfigStore;
import io.fairlead.kernel.instance.Instance;
import io.fairlead.kernel.store.Announcer;
import io.fairlead.kernel.store.FileConfigStore;
import io.fairlead.kernel.store.LocalFiles;
import java.nio.file.Path;
import java.util.Map;

/** Settings in the folder of a test's instance; nobody is told of changes. */
public final class TestSettings {

  private TestSettings() {}

  public static ConfigStore store(Instance instance) {
    return new FileConfigStore(
        instance.etc(),
        instance.data().resolve("last-good"),
        new LocalFiles(),
        instance.key(),
        name -> null,
        new Announcer() {
          @Override
          public void changed(ConfigId id, Map<String, String> settings, Path file) {}

          @Override
          public void deleted(ConfigId id) {}
        },
        entry -> {});
  }

  /** The defaults: 15 minutes for a token, 7 days for a refresh token. */
  static AccessSettings of(Instance instance) {
    return new AccessSettings(store(instance));
  }
}
