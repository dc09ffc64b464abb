package io.fairlead.graphql.socket;

import java.net.URI;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Whether a page may open a socket here: only one that this server gave itself, since browsers send
 * credentials along whoever asks (RFC 6455 section 10.2). What is no browser sends no Origin.
 */
final class Origins {

  private Origins() {}

  static boolean isOwn(@Nullable String origin, @Nullable String host, String scheme) {
    if (origin == null) {
      return true;
    }
    try {
      URI from = URI.create(origin);
      URI to = URI.create(scheme + "://" + host);
      return from.getHost() != null
          && to.getHost() != null
          && from.getHost().toLowerCase(Locale.ROOT).equals(to.getHost().toLowerCase(Locale.ROOT))
          && port(from) == port(to);
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  private static int port(URI uri) {
    if (uri.getPort() >= 0) {
      return uri.getPort();
    }
    return "https".equals(uri.getScheme()) ? 443 : 80;
  }
}
