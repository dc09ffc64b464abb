package io.fairlead.access;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import io.fairlead.kernel.error.Unauthenticated;
import java.util.Base64;
import java.util.Random;
import org.junit.Test;

public class BasicHeaderTest {

  @Test
  public void nameAndPasswordAreDividedByTheFirstColon() {
    assertEquals(new BasicHeader("admin", "a:b:c"), BasicHeader.parse(basic("admin:a:b:c")));
    assertEquals(new BasicHeader("", ""), BasicHeader.parse(basic(":")));
    assertEquals(new BasicHeader("ü", "€"), BasicHeader.parse(basic("ü:€")));
    assertEquals(
        new BasicHeader("a", "b"), BasicHeader.parse("bAsIc   " + basic("a:b").substring(6) + " "));
  }

  @Test
  public void everythingElseIsUnauthenticated() {
    assertThrows(Unauthenticated.class, () -> BasicHeader.parse(null));
    for (String header :
        new String[] {
          "",
          "Basic",
          "Basic ",
          "Basic !!!",
          "Basic YWRtaW4",
          "Bearer abc",
          "Basicx " + basic("a:b").substring(6),
          basic("no colon"),
          basic("a:b\u0000"),
          basic("a\n:b"),
          "Basic " + Base64.getEncoder().encodeToString("ü:ü".getBytes(ISO_8859_1)),
          basic("a:" + "x".repeat(BasicHeader.LONGEST)),
        }) {
      assertThrows(header, Unauthenticated.class, () -> BasicHeader.parse(header));
    }
  }

  @Test
  public void noHeaderMakesItThrowAnythingElse() {
    Random random = new Random(42);
    String alphabet = "Basic abAB09+/=:\u0000é\ud800\n YWRtaW46";
    int read = 0;
    for (int round = 0; round < 200_000; round++) {
      StringBuilder header = new StringBuilder(round % 3 == 0 ? "" : "Basic ");
      for (int i = random.nextInt(24); i > 0; i--) {
        header.append(alphabet.charAt(random.nextInt(alphabet.length())));
      }
      if (round % 3 == 2) {
        byte[] bytes = new byte[random.nextInt(20)];
        random.nextBytes(bytes);
        for (int i = 0; round % 2 == 0 && i < bytes.length; i++) {
          bytes[i] = (byte) "abc:".charAt(bytes[i] & 3);
        }
        header = new StringBuilder("Basic ").append(Base64.getEncoder().encodeToString(bytes));
      }
      try {
        BasicHeader.parse(header.toString());
        read++;
      } catch (Unauthenticated e) {
        assertFalse(e.getMessage().isEmpty());
      }
    }
    assertTrue("some should be readable or the test is pointless: " + read, read > 10_000);
  }

  @Test
  public void itsTextShowsNoPassword() {
    assertFalse(BasicHeader.parse(basic("admin:secret")).toString().contains("secret"));
  }

  static String basic(String text) {
    return "Basic " + Base64.getEncoder().encodeToString(text.getBytes(UTF_8));
  }
}
