package io.fairlead.pool;

import static org.junit.Assert.assertEquals;

import java.util.List;
import java.util.Map;
import org.junit.Test;

public class PasswordsTest {

  private static int inUrl(String url) {
    return Passwords.faults(Map.of("url", url)).size();
  }

  @Test
  public void passwordsInUrlsAreFound() {
    for (String url :
        List.of(
            "jdbc:postgresql://h/db?user=a&password=x",
            "jdbc:postgresql://h/db?sslpassword=x",
            "jdbc:postgresql://ann:x@h/db",
            "jdbc:h2:./data/main;USER=sa;PASSWORD=x",
            "jdbc:mysql://h/db?pwd = x",
            "jdbc:sqlserver://h;trustStorePassword=x",
            "jdbc:oracle:thin:scott/tiger@h:1521:x")) {
      assertEquals(url, 1, inUrl(url));
    }
  }

  @Test
  public void whatOnlyLooksLikeOneIsLeftAlone() {
    for (String url :
        List.of(
            "jdbc:postgresql://h:5432/db?user=ann",
            "jdbc:postgresql://ann@h/db",
            "jdbc:h2:file:./data/main;DB_CLOSE_DELAY=0",
            "jdbc:h2:mem:password",
            "jdbc:oracle:thin:@//h:1521/x",
            "jdbc:sqlserver://h:1433;databaseName=a")) {
      assertEquals(url, 0, inUrl(url));
    }
  }

  @Test
  public void passwordsAmongThePropertiesAreFound() {
    assertEquals(
        List.of("properties.sslPassword: *** (expected: no password here: it belongs in password)"),
        Passwords.faults(Map.of("properties", Map.of("sslPassword", "x", "ssl", "true"))).stream()
            .map(Object::toString)
            .toList());
  }
}
