package io.fairlead.access;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * Credentials that were verified a short while ago, under a hash keyed with a secret of this
 * process, so that a dump of memory shows no password and not every request pays for a key
 * derivation. The age counts from the verification, not from the last use.
 */
final class Remembered {

  private static final String ALGORITHM = "HmacSHA256";

  private final LongSupplier nanoTime;
  private final long nanos;
  private final int most;
  private final SecretKeySpec key;
  private final Map<ByteBuffer, Match> matches = new LinkedHashMap<>();
  private long epoch;

  /** What a credential was held against, and when. */
  private record Match(PasswordHash hash, long at) {}

  Remembered(Duration howLong, int most, SecureRandom random, LongSupplier nanoTime) {
    this.nanos = howLong.toNanos();
    this.most = most;
    this.nanoTime = nanoTime;
    byte[] secret = new byte[32];
    random.nextBytes(secret);
    this.key = new SecretKeySpec(secret, ALGORITHM);
  }

  /** What a credential is known by. */
  ByteBuffer token(BasicHeader credential) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(key);
      byte[] user = credential.user().getBytes(UTF_8);
      mac.update(ByteBuffer.allocate(Integer.BYTES).putInt(user.length).flip());
      mac.update(user);
      return ByteBuffer.wrap(mac.doFinal(credential.password().getBytes(UTF_8))).asReadOnlyBuffer();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java has " + ALGORITHM, e);
    }
  }

  /** The hash that a credential matched; whether it is still the user's is the asker's to see. */
  synchronized Optional<PasswordHash> matched(ByteBuffer token) {
    @Nullable Match match = matches.get(token);
    if (match == null) {
      return Optional.empty();
    }
    if (nanoTime.getAsLong() - match.at < nanos) {
      return Optional.of(match.hash);
    }
    matches.remove(token);
    return Optional.empty();
  }

  /** Which time between two changes this is; to be asked before a verification begins. */
  synchronized long epoch() {
    return epoch;
  }

  /**
   * The oldest makes room when there are too many. What was verified against something that changed
   * in the meantime is not taken in.
   */
  synchronized void add(ByteBuffer token, PasswordHash hash, long verifiedIn) {
    if (verifiedIn != epoch) {
      return;
    }
    matches.remove(token);
    matches.put(token, new Match(hash, nanoTime.getAsLong()));
    if (matches.size() > most) {
      matches.remove(matches.keySet().iterator().next());
    }
  }

  /** After a password, a role or a user changed: everybody proves anew who they are. */
  synchronized void clear() {
    epoch++;
    matches.clear();
  }
}
