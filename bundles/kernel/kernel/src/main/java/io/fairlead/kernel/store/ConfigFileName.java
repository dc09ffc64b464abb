package io.fairlead.kernel.store;

import io.fairlead.kernel.config.ConfigId;
import java.util.Optional;

/**
 * Which configuration a file's name stands for; the same rule as File Install's: the factory PID
 * ends at the first dash.
 */
public final class ConfigFileName {

  private static final String PREFIX = "io.fairlead.";
  private static final String SUFFIX = ".cfg";

  private ConfigFileName() {}

  /** Whether it looks like one of ours, well named or not. */
  public static boolean isOurs(String fileName) {
    return fileName.startsWith(PREFIX) && fileName.endsWith(SUFFIX);
  }

  /** Empty when it is none of ours, or the name that a resource cannot have. */
  public static Optional<ConfigId> parse(String fileName) {
    if (!isOurs(fileName)) {
      return Optional.empty();
    }
    String whole = fileName.substring(0, fileName.length() - SUFFIX.length());
    int dash = whole.indexOf('-');
    String pid = dash < 0 ? whole : whole.substring(0, dash);
    String name = dash < 0 ? "" : whole.substring(dash + 1);
    if (!pid.matches("io\\.fairlead(\\.[a-z][a-z0-9]*)+") || dash >= 0 && !ConfigId.isName(name)) {
      return Optional.empty();
    }
    return Optional.of(new ConfigId(pid, name));
  }
}
