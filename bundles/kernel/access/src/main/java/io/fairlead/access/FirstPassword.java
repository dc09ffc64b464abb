package io.fairlead.access;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.fairlead.kernel.access.Caller;
import io.fairlead.kernel.instance.Instance;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The password that the first start makes, as there is none by default. It stands in its file
 * before its hash is stored: a crash in between leaves a password that nobody has yet, never one
 * that nobody knows.
 */
final class FirstPassword {

  static final String ADMIN = "admin";

  private static final Logger LOG = LoggerFactory.getLogger(FirstPassword.class);
  private static final int LENGTH = 24;

  /** Without those that are taken for each other: 0 O, 1 l I. */
  private static final String ALPHABET =
      "ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz23456789";

  private FirstPassword() {}

  static Path file(Instance instance) {
    return instance.data().resolve("admin-password");
  }

  static void make(Instance instance, Users users, SecureRandom random, InstantSource clock) {
    StringBuilder password = new StringBuilder(LENGTH);
    for (int i = 0; i < LENGTH; i++) {
      password.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
    }
    Path file = file(instance);
    instance.writeDurably(file, (password + "\n").getBytes(US_ASCII));
    users.put(
        new User(
            ADMIN,
            Set.of(Caller.ADMIN),
            clock.instant(),
            PasswordHash.of(password.toString(), random)));
    LOG.info("the password of {} stands in {}", ADMIN, file);
  }
}
