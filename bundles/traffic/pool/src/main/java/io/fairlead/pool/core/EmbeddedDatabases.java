package io.fairlead.pool.core;

import io.fairlead.traffic.pool.spi.ConnectionSpec;
import java.util.Locale;

/**
 * Which databases live in this process: two drivers cannot have one of their files open, so all
 * connections of an old driver are closed before the first of a new one is opened.
 */
final class EmbeddedDatabases {

  private EmbeddedDatabases() {}

  static boolean holds(ConnectionSpec spec) {
    String url = spec.url().toLowerCase(Locale.ROOT);
    return url.startsWith("jdbc:h2:")
        && !url.startsWith("jdbc:h2:tcp:")
        && !url.startsWith("jdbc:h2:ssl:");
  }
}
