package io.fairlead.access;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.fairlead.kernel.instance.Instance;
import java.security.GeneralSecurityException;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Keys for one purpose each, made of the instance's: what is learnt of one tells nothing about
 * another, and no second secret has to be kept.
 */
final class Keys {

  private static final String ALGORITHM = "HmacSHA256";

  private Keys() {}

  /** 32 bytes; the same for the same instance and purpose, after a restart too. */
  static byte[] of(Instance instance, String purpose) {
    return mac(instance.key(), purpose);
  }

  /** The keyed hash of a text, 32 bytes. */
  static byte[] mac(byte[] key, String text) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(new SecretKeySpec(key, ALGORITHM));
      return mac.doFinal(text.getBytes(UTF_8));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java has " + ALGORITHM, e);
    }
  }
}
