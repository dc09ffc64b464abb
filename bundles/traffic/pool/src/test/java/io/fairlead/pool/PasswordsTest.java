package io.fairlead.pool;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

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
  public void secretsInTheSqlOfNewConnectionsAreFoundAndNotRepeated() {
    String sql = "CREATE USER IF NOT EXISTS x PASSWORD 'hunter2'";
    String faults =
        Passwords.faults(
                Map.of(
                    "url",
                    "jdbc:h2:mem:a;MODE=MySQL;INIT=SET SCHEMA a\\;" + sql + ";TRACE_LEVEL_FILE=0",
                    "init_sql",
                    sql,
                    "properties",
                    Map.of("INIT", sql, "ApplicationName", sql)))
            .toString();
    for (String field : List.of("url", "init_sql", "properties.INIT")) {
      assertTrue(faults, faults.contains(field + ": *** (expected: no secret in its SQL"));
    }
    assertFalse(faults, faults.contains("hunter2") || faults.contains("ApplicationName"));
    assertEquals(0, inUrl("jdbc:h2:mem:a;INIT=CREATE SCHEMA IF NOT EXISTS a\\;SET SCHEMA a"));
    assertEquals(List.of(), Passwords.faults(Map.of("init_sql", "SET search_path = a")));
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
