package io.fairlead.access;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.fairlead.kernel.error.Unauthenticated;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * The name and password in an {@code Authorization} header of scheme Basic (RFC 7617): Base64 of
 * UTF-8 text, name and password divided by the first colon.
 */
record BasicHeader(String user, String password) {

  /** Longer headers are refused unread. */
  static final int LONGEST = 4_096;

  private static final String SCHEME = "basic ";

  /**
   * @throws Unauthenticated there is none, or it is anything else than that
   */
  static BasicHeader parse(@Nullable String header) {
    if (header == null) {
      throw new Unauthenticated("credentials are needed (HTTP Basic)");
    }
    if (header.length() > LONGEST || !header.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
      throw unreadable();
    }
    String text = decode(header.substring(SCHEME.length()).trim());
    int colon = text.indexOf(':');
    if (colon < 0 || text.chars().anyMatch(Character::isISOControl)) {
      throw unreadable();
    }
    return new BasicHeader(text.substring(0, colon), text.substring(colon + 1));
  }

  /** Holds a password: its text says nothing. */
  @Override
  public String toString() {
    return "BasicHeader";
  }

  private static String decode(String base64) {
    try {
      return UTF_8
          .newDecoder()
          .decode(ByteBuffer.wrap(Base64.getDecoder().decode(base64)))
          .toString();
    } catch (IllegalArgumentException | CharacterCodingException e) {
      throw unreadable();
    }
  }

  private static Unauthenticated unreadable() {
    return new Unauthenticated("the Authorization header is not readable as HTTP Basic");
  }
}
