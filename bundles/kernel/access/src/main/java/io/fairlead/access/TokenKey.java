package io.fairlead.access;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.fairlead.kernel.instance.Instance;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Base64;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The key that tokens are signed with: made at the first start, kept in {@code data/access/
 * token-key}, mode 0600. Who removes the file and starts anew ends every login.
 */
final class TokenKey {

  private static final Logger LOG = LoggerFactory.getLogger(TokenKey.class);
  private static final int BYTES = 32;

  private TokenKey() {}

  static byte[] of(Instance instance, SecureRandom random) {
    Path file = instance.data().resolve("access").resolve("token-key");
    if (Files.exists(file)) {
      try {
        byte[] key = Base64.getDecoder().decode(Files.readString(file, US_ASCII).trim());
        if (key.length == BYTES) {
          return key;
        }
        LOG.error("{}: {} bytes (expected: {}); made anew", file, key.length, BYTES);
      } catch (IOException | IllegalArgumentException e) {
        LOG.error("{}: not readable; made anew, all logins are over: {}", file, e.getMessage());
      }
    }
    byte[] key = new byte[BYTES];
    random.nextBytes(key);
    instance.writeDurably(
        file, (Base64.getEncoder().encodeToString(key) + "\n").getBytes(US_ASCII));
    return key;
  }
}
