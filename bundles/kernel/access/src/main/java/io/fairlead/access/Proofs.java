package io.fairlead.access;

import java.util.Arrays;
import java.util.Base64;

/**
 * What is kept of a password to see whether it is still the same, and nothing else: a keyed hash,
 * cut short. Of a stored user it is made from the stored hash; of a password that the environment
 * gives, from that, since its hash has another salt after each start.
 */
final class Proofs {

  private static final int BYTES = 12;

  private final byte[] key;

  Proofs(byte[] key) {
    this.key = key.clone();
  }

  String of(PasswordHash hash) {
    return of("hash " + hash);
  }

  String ofGiven(String password) {
    return of("given " + password);
  }

  private String of(String text) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(Arrays.copyOf(Keys.mac(key, text), BYTES));
  }
}
