package io.fairlead.kernel.store;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.fairlead.kernel.config.ConfigId;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Revisions: a keyed hash of a configuration's settings, so that an edit by hand changes it too and
 * nobody can guess a password from it. HMAC-SHA256 over the PID and the settings sorted by key,
 * each text with its length; 32 hexadecimal digits.
 */
final class Revisions {

  private static final String ALGORITHM = "HmacSHA256";
  private static final int BYTES = 16;

  private final SecretKeySpec key;

  Revisions(byte[] key) {
    this.key = new SecretKeySpec(key, ALGORITHM);
  }

  String of(ConfigId id, Map<String, String> settings) {
    Mac mac = mac();
    update(mac, id.fullPid());
    new TreeMap<>(settings)
        .forEach(
            (name, value) -> {
              if (!CfgDocument.isFrameworkKey(name)) {
                update(mac, name);
                update(mac, value);
              }
            });
    return HexFormat.of().formatHex(Arrays.copyOf(mac.doFinal(), BYTES));
  }

  private Mac mac() {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(key);
      return mac;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java has " + ALGORITHM, e);
    }
  }

  private static void update(Mac mac, String text) {
    byte[] bytes = text.getBytes(UTF_8);
    mac.update(ByteBuffer.allocate(Integer.BYTES).putInt(bytes.length).flip());
    mac.update(bytes);
  }
}
