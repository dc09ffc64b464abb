package io.fairlead.access;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;

/**
 * A salted, slow hash of a password: PBKDF2 with HMAC-SHA-512. As text {@code
 * pbkdf2-sha512$<rounds>$<salt>$<hash>}, so that the rounds can be raised later without making
 * older hashes useless.
 */
final class PasswordHash {

  /** As OWASP asks for PBKDF2-HMAC-SHA512; some 100 ms of a core. */
  static final int ROUNDS = 210_000;

  private static final int SALT_BYTES = 16;
  private static final int HASH_BYTES = 32;
  private static final int MOST_ROUNDS = 10_000_000;
  private static final Pattern TEXT =
      Pattern.compile(
          "pbkdf2-sha512\\$([1-9][0-9]{3,7})\\$([A-Za-z0-9+/=]{22,90})\\$([A-Za-z0-9+/=]{43,90})");

  private final int rounds;
  private final byte[] salt;
  private final byte[] hash;

  private PasswordHash(int rounds, byte[] salt, byte[] hash) {
    this.rounds = rounds;
    this.salt = salt;
    this.hash = hash;
  }

  static PasswordHash of(String password, SecureRandom random) {
    return of(password, random, ROUNDS);
  }

  /**
   * @throws IllegalArgumentException when it holds a control character or half a character
   */
  static PasswordHash of(String password, SecureRandom random, int rounds) {
    if (!isText(password)) {
      throw new IllegalArgumentException(
          "a password holds a control character or half a character (expected: neither)");
    }
    byte[] salt = new byte[SALT_BYTES];
    random.nextBytes(salt);
    return new PasswordHash(rounds, salt, derive(password, salt, rounds));
  }

  /** A hash of nothing that anybody knows, as costly to be held against as a real one. */
  static PasswordHash ofNobody(SecureRandom random) {
    byte[] salt = new byte[SALT_BYTES];
    byte[] hash = new byte[HASH_BYTES];
    random.nextBytes(salt);
    random.nextBytes(hash);
    return new PasswordHash(ROUNDS, salt, hash);
  }

  /**
   * @throws IllegalArgumentException when it is no hash that {@link #toString} made; the message
   *     does not repeat it
   */
  static PasswordHash parse(String text) {
    Matcher parts = TEXT.matcher(text);
    if (!parts.matches() || Integer.parseInt(parts.group(1)) > MOST_ROUNDS) {
      throw new IllegalArgumentException("not a password hash of a known kind");
    }
    Base64.Decoder base64 = Base64.getDecoder();
    return new PasswordHash(
        Integer.parseInt(parts.group(1)),
        base64.decode(parts.group(2)),
        base64.decode(parts.group(3)));
  }

  /** Slow on purpose, and equally slow for a right and a wrong password. */
  boolean matches(String password) {
    return MessageDigest.isEqual(hash, derive(password, salt, rounds)) && isText(password);
  }

  @Override
  public String toString() {
    Base64.Encoder base64 = Base64.getEncoder();
    return "pbkdf2-sha512$"
        + rounds
        + "$"
        + base64.encodeToString(salt)
        + "$"
        + base64.encodeToString(hash);
  }

  /**
   * Whether that can be a password at all. PBKDF2 does not see the zeros that end one, and takes
   * half a character for a question mark: such would be another password's equals.
   */
  static boolean isText(String password) {
    return password
        .codePoints()
        .noneMatch(
            c ->
                Character.isISOControl(c)
                    || c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE);
  }

  private static byte[] derive(String password, byte[] salt, int rounds) {
    PBEKeySpec spec = new PBEKeySpec(password.toCharArray(), salt, rounds, HASH_BYTES * 8);
    try {
      return SecretKeyFactory.getInstance("PBKDF2WithHmacSHA512").generateSecret(spec).getEncoded();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java has PBKDF2WithHmacSHA512", e);
    } finally {
      spec.clearPassword();
    }
  }
}
