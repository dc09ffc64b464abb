package io.fairlead.access;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertNotEquals;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import java.security.SecureRandom;
import org.junit.Test;

public class PasswordHashTest {

  private final SecureRandom random = new SecureRandom();

  @Test
  public void onlyTheRightPasswordMatches() {
    for (String password : new String[] {"", "x", "Käse€😀", "x".repeat(300)}) {
      PasswordHash hash = PasswordHash.of(password, random, 1_000);
      assertTrue(hash.matches(password));
      assertFalse(hash.matches(password + "x"));
      assertTrue(PasswordHash.parse(hash.toString()).matches(password));
    }
  }

  @Test
  public void equalPasswordsHaveDifferentHashes() {
    assertNotEquals(
        PasswordHash.of("x", random, 1_000).toString(),
        PasswordHash.of("x", random, 1_000).toString());
  }

  /**
   * Against another implementation's: Python's hashlib.pbkdf2_hmac("sha512", b"secret",
   * bytes(range(16)), 1000, 32).
   */
  @Test
  public void itIsPbkdf2() {
    assertTrue(
        PasswordHash.parse(
                "pbkdf2-sha512$1000$AAECAwQFBgcICQoLDA0ODw==$8ltlLe5cI6KNrWOmMFkTi2iE7fEXJKJJR9lhjd/xSn4=")
            .matches("secret"));
  }

  @Test
  public void newHashesHaveTheRoundsThatAreAskedForToday() {
    assertTrue(PasswordHash.of("x", random).toString().startsWith("pbkdf2-sha512$210000$"));
    assertFalse(PasswordHash.ofNobody(random).matches(""));
    assertEquals(
        PasswordHash.ofNobody(random).toString().length(),
        PasswordHash.of("x", random).toString().length());
  }

  @Test
  public void nonsenseIsNoHash() {
    for (String text :
        new String[] {
          "",
          "x",
          "pbkdf2-sha512$1000$$",
          "pbkdf2-sha512$99999999$AAECAwQFBgcICQoLDA0ODw==$" + "A".repeat(43)
        }) {
      assertThrows(text, IllegalArgumentException.class, () -> PasswordHash.parse(text));
    }
  }
}
