package io.fairlead.client;

import java.time.Duration;
import java.util.Optional;

/**
 * What a client waits for and how much it takes.
 *
 * @param connectTimeout until the connection stands; at least a millisecond
 * @param readTimeout until the next byte of an answer; zero waits for ever
 * @param maxResultBytes the most that one answer may have, encoded; more is a {@link
 *     ProtocolException}
 * @param tls how to encrypt; empty for not at all
 */
public record Options(
    Duration connectTimeout, Duration readTimeout, long maxResultBytes, Optional<Tls> tls) {

  /** 10 seconds, for ever, 1 GiB. */
  public static final Options DEFAULTS =
      new Options(Duration.ofSeconds(10), Duration.ZERO, 1L << 30);

  /** In the clear. */
  public Options(Duration connectTimeout, Duration readTimeout, long maxResultBytes) {
    this(connectTimeout, readTimeout, maxResultBytes, Optional.empty());
  }

  /** The same, encrypted. */
  public Options with(Tls how) {
    return new Options(connectTimeout, readTimeout, maxResultBytes, Optional.of(how));
  }

  public Options {
    if (connectTimeout.toMillis() < 1 || readTimeout.isNegative() || maxResultBytes < 1) {
      throw new IllegalArgumentException(
          "options: " + connectTimeout + ", " + readTimeout + ", " + maxResultBytes);
    }
  }
}
