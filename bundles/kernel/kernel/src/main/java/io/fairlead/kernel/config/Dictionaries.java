package io.fairlead.kernel.config;

import io.fairlead.kernel.error.FairleadException;
import java.util.Dictionary;
import java.util.Enumeration;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What Configuration Admin hands over, as settings. */
final class Dictionaries {

  private static final Logger LOG = LoggerFactory.getLogger(Dictionaries.class);

  private Dictionaries() {}

  /**
   * The settings that are to be in force: those in the file, which Configuration Admin's copy may
   * lag behind; without a file those in the dictionary, and without one of these none (all
   * defaults). Empty when there is a file that cannot be read.
   */
  static Optional<Map<String, String>> settingsOf(
      ConfigStore store, ConfigId id, @Nullable Dictionary<String, ?> properties) {
    Optional<Map<String, String>> inFile = store.get(id).map(StoredConfig::settings);
    if (inFile.isPresent()) {
      return inFile;
    }
    return hasFile(store, id) ? Optional.empty() : Optional.of(plain(properties));
  }

  /** Whether there is a file, readable or not. */
  static boolean hasFile(ConfigStore store, ConfigId id) {
    return store
        .state(id)
        .filter(s -> s.fileRevision().isPresent() || s.failure().isPresent())
        .isPresent();
  }

  /** Whether the store has this reason already: owners try again, and a state is logged once. */
  static boolean knownFailure(ConfigStore store, ConfigId id, String reason) {
    return store.state(id).flatMap(ConfigState::failure).filter(reason::equals).isPresent();
  }

  /** A refusal's reason in one sentence. */
  static String reason(RuntimeException e) {
    String message = e.getMessage();
    return e instanceof FairleadException || e instanceof IllegalArgumentException
        ? String.valueOf(message)
        : e.getClass().getSimpleName() + (message == null ? "" : ": " + message);
  }

  /**
   * Tells of settings that a file has by former names. The file stays as it is until somebody
   * changes it: an upgrade that can be taken back changes nothing.
   */
  static void logFormerNames(ConfigId id, Map<String, String> formerNames) {
    if (!formerNames.isEmpty()) {
      LOG.info(
          "{}: read as former names of {}; the next change writes the present ones",
          id.fileName(),
          formerNames);
    }
  }

  private static Map<String, String> plain(@Nullable Dictionary<String, ?> properties) {
    Map<String, String> result = new TreeMap<>();
    if (properties == null) {
      return result;
    }
    for (Enumeration<String> keys = properties.keys(); keys.hasMoreElements(); ) {
      String key = keys.nextElement();
      if (!isFrameworkKey(key)) {
        result.put(key, String.valueOf(properties.get(key)));
      }
    }
    return result;
  }

  static boolean isFrameworkKey(String key) {
    return key.startsWith("service.")
        || key.startsWith("felix.fileinstall.")
        || key.startsWith("component.")
        || key.startsWith(".");
  }
}
