package io.fairlead.pool.core;

import org.jspecify.annotations.Nullable;

/**
 * What a partition's {@code match} means: a value, a glob with {@code *} and {@code ?}, or, where
 * addresses are routed, a range like {@code 10.0.0.0/8}.
 */
final class Match {

  private final String text;
  private final boolean glob;
  private final @Nullable AddressRange range;

  private Match(String text, boolean glob, @Nullable AddressRange range) {
    this.text = text;
    this.glob = glob;
    this.range = range;
  }

  /**
   * @param routing how the partition is looked for
   */
  static Match of(String routing, PartitionSettings partition) {
    String text = partition.match();
    return new Match(
        text,
        text.indexOf('*') >= 0 || text.indexOf('?') >= 0,
        routing.equals("address") ? AddressRange.of(text) : null);
  }

  boolean exactly(String value) {
    return !glob && text.equals(value);
  }

  boolean matches(String value) {
    return exactly(value)
        || (glob && globMatches(value))
        || (range != null && range.contains(value));
  }

  /** In time that grows with the product of the lengths at most. */
  private boolean globMatches(String value) {
    int at = 0;
    int pattern = 0;
    int star = -1;
    int retry = 0;
    while (at < value.length()) {
      char wanted = pattern < text.length() ? text.charAt(pattern) : 0;
      if (pattern < text.length() && wanted == '*') {
        star = pattern++;
        retry = at;
      } else if (pattern < text.length() && (wanted == '?' || wanted == value.charAt(at))) {
        pattern++;
        at++;
      } else if (star >= 0) {
        pattern = star + 1;
        at = ++retry;
      } else {
        return false;
      }
    }
    while (pattern < text.length() && text.charAt(pattern) == '*') {
      pattern++;
    }
    return pattern == text.length();
  }

  /** The address of {@code address:port}. */
  static String host(String clientAddress) {
    int colon = clientAddress.lastIndexOf(':');
    String host =
        colon < 0 || clientAddress.endsWith("]")
            ? clientAddress
            : clientAddress.substring(0, colon);
    return host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host;
  }
}
