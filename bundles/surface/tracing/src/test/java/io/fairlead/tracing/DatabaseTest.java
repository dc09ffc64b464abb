package io.fairlead.tracing;

import static org.junit.Assert.assertEquals;

import java.util.Optional;
import org.junit.Test;

public class DatabaseTest {

  @Test
  public void theKindAndTheOneHostAreKnownAndNothingElse() {
    assertEquals(
        database("postgresql", "db.example.org", 5433),
        Database.of("jdbc:postgresql://db.example.org:5433/shop?user=eve&password=secret"));
    assertEquals(database("mariadb", "[::1]", 3306), Database.of("jdbc:mariadb://[::1]:3306/a"));
    assertEquals(
        new Database("h2database", Optional.empty(), Optional.empty()),
        Database.of("jdbc:h2:mem:shop;PASSWORD=secret"));
  }

  @Test
  public void severalHostsAndUsersInTheAddressAreLeftOut() {
    assertEquals(
        new Database("postgresql", Optional.empty(), Optional.empty()),
        Database.of("jdbc:postgresql://one:5432,two:5432/shop"));
    assertEquals(
        new Database("mysql", Optional.empty(), Optional.empty()),
        Database.of("jdbc:mysql://eve:secret@one/shop"));
  }

  @Test
  public void othersAreOther() {
    assertEquals(Database.UNKNOWN, Database.of("nothing"));
    assertEquals("other_sql", Database.of("jdbc:somethingnew://one/a").system());
  }

  private static Database database(String system, String host, int port) {
    return new Database(system, Optional.of(host), Optional.of(port));
  }
}
