package io.fairlead.access;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
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
  private final Map<ByteBuffer, Long> verifiedAt = new LinkedHashMap<>();
  private long epoch;

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

  synchronized boolean knows(ByteBuffer token) {
    @Nullable Long at = verifiedAt.get(token);
    if (at == null) {
      return false;
    }
    if (nanoTime.getAsLong() - at < nanos) {
      return true;
    }
    verifiedAt.remove(token);
    return false;
  }

  /** Which time between two changes this is; to be asked before a verification begins. */
  synchronized long epoch() {
    return epoch;
  }

  /**
   * The oldest makes room when there are too many. What was verified against something that changed
   * in the meantime is not taken in.
   */
  synchronized void add(ByteBuffer token, long verifiedIn) {
    if (verifiedIn != epoch) {
      return;
    }
    verifiedAt.remove(token);
    verifiedAt.put(token, nanoTime.getAsLong());
    if (verifiedAt.size() > most) {
      verifiedAt.remove(verifiedAt.keySet().iterator().next());
    }
  }

  /** After a password, a role or a user changed: everybody proves anew who they are. */
  synchronized void clear() {
    epoch++;
    verifiedAt.clear();
  }
}
