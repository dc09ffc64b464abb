package io.fairlead.access;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * What is kept of a password to see whether it is still the same, and nothing else: a keyed hash,
 * cut short. Of a stored user it is made from the stored hash; of a password that the environment
 * gives, from that, since its hash has another salt after each start.
 */
final class Proofs {

  private static final String ALGORITHM = "HmacSHA256";
  private static final int BYTES = 12;

  private final SecretKeySpec key;

  Proofs(byte[] key) {
    this.key = new SecretKeySpec(key, ALGORITHM);
  }

  String of(PasswordHash hash) {
    return of("hash " + hash);
  }

  String ofGiven(String password) {
    return of("given " + password);
  }

  private String of(String text) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(key);
      byte[] whole = mac.doFinal(text.getBytes(UTF_8));
      return Base64.getUrlEncoder().withoutPadding().encodeToString(Arrays.copyOf(whole, BYTES));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java has " + ALGORITHM, e);
    }
  }
}
