package io.fairlead.access;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.MACVerifier;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import io.fairlead.kernel.error.Unauthenticated;
import java.text.ParseException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Date;

/**
 * Signs and reads tokens: JSON Web Tokens (RFC 7519) with HMAC-SHA-256. A token's kind is in its
 * header ({@code typ}), so that one cannot be used for the other; a header that names any other
 * algorithm is refused before anything is verified.
 */
final class TokenSigner {

  /** Longer ones are refused unread. */
  static final int LONGEST = 2_048;

  /** What a token is good for. */
  enum Kind {
    ACCESS("fairlead-access"),
    REFRESH("fairlead-refresh");

    private final JOSEObjectType type;

    Kind(String type) {
      this.type = new JOSEObjectType(type);
    }
  }

  /**
   * What a token says.
   *
   * @param login the id of the login that it belongs to
   * @param number counts the refreshes of the login
   */
  record Claims(String user, String login, long number, Instant expiresAt) {}

  private final MACSigner signer;
  private final MACVerifier verifier;
  private final InstantSource clock;

  /**
   * @param key 32 bytes
   */
  TokenSigner(byte[] key, InstantSource clock) {
    try {
      this.signer = new MACSigner(key);
      this.verifier = new MACVerifier(key);
    } catch (JOSEException e) {
      throw new IllegalArgumentException("the key is too short", e);
    }
    this.clock = clock;
  }

  String sign(Kind kind, Claims claims) {
    SignedJWT token =
        new SignedJWT(
            new JWSHeader.Builder(JWSAlgorithm.HS256).type(kind.type).build(),
            new JWTClaimsSet.Builder()
                .subject(claims.user())
                .jwtID(claims.login())
                .claim("n", claims.number())
                .expirationTime(Date.from(claims.expiresAt()))
                .build());
    try {
      token.sign(signer);
    } catch (JOSEException e) {
      throw new IllegalStateException("every Java has HmacSHA256", e);
    }
    return token.serialize();
  }

  /**
   * @throws Unauthenticated when it is not a token of that kind, signed here and not expired
   */
  Claims read(Kind kind, String text) {
    if (text.length() > LONGEST) {
      throw unreadable();
    }
    try {
      SignedJWT token = SignedJWT.parse(text);
      JWSHeader header = token.getHeader();
      if (!JWSAlgorithm.HS256.equals(header.getAlgorithm())
          || !kind.type.equals(header.getType())
          || !token.verify(verifier)) {
        throw unreadable();
      }
      JWTClaimsSet claims = token.getJWTClaimsSet();
      Instant expiresAt = claims.getExpirationTime().toInstant();
      if (!clock.instant().isBefore(expiresAt)) {
        throw new Unauthenticated("the token has expired");
      }
      return new Claims(
          claims.getSubject(), claims.getJWTID(), claims.getLongClaim("n"), expiresAt);
    } catch (ParseException | JOSEException | NullPointerException | IllegalArgumentException e) {
      throw unreadable();
    }
  }

  private static Unauthenticated unreadable() {
    return new Unauthenticated("not a token of this server");
  }
}
