package io.fairlead.itests;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertNotEquals;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.fairlead.client.FairleadClient;
import io.fairlead.client.ServerErrorException;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import org.junit.AfterClass;
import org.junit.Before;
import org.junit.BeforeClass;
import org.junit.Test;

/**
 * On a real PostgreSQL: who keeps a connection for too long is named, its connection is taken back
 * where that is wanted, and connections are recycled while they are used.
 */
public class LeaksAreFoundTest extends WithServer {

  private static final Duration SOON = Duration.ofSeconds(15);
  private static final String POOL = "/api/v1/pools/leaky";

  private static EmbeddedPostgres postgres;
  private static int port;

  @BeforeClass
  public static void poolAndListener() throws Exception {
    postgres = EmbeddedPostgres.builder().start();
    port = Server.freePort();
    Server.Answer created =
        server.post(
            "/api/v1/pools",
            """
            {"name": "leaky", "driver": "org.postgresql.Driver", "url": "jdbc:postgresql://127.0.0.1:%d/postgres",
             "username": "postgres", "password": "postgres", "min_connections": 1, "initial_connections": 1,
             "max_connections": 1}
            """
                .formatted(postgres.getPort()));
    assertEquals(created.body().toString(), 201, created.status());
    server.write(
        "io.fairlead.listener-leaky.cfg",
        "protocols = native\naddresses = 127.0.0.1\nport = "
            + port
            + "\nidentity.user = app\nidentity.database = postgres\nidentity.pool = leaky\n");
    Await.until(
        "the new listener serves",
        SOON,
        () -> {
          try (FairleadClient client = client()) {
            return client.query("SELECT 1").rows().size() == 1;
          }
        });
  }

  @AfterClass
  public static void stopDatabase() throws IOException {
    postgres.close();
  }

  @Before
  public void forget() {
    server.post(POOL + "/leaks/clear", "{}");
  }

  private static FairleadClient client() throws IOException {
    return FairleadClient.connect(new InetSocketAddress("127.0.0.1", port));
  }

  private static void leak(int thresholdSecs, String action) {
    Server.Answer set =
        server.put(
            POOL,
            "{\"leak\": {\"threshold_secs\": %d, \"action\": \"%s\"}}"
                .formatted(thresholdSecs, action));
    assertEquals(set.body().toString(), 200, set.status());
  }

  private static JsonNode leaks() {
    return server.get(POOL + "/leaks").body().get("detected_leaks");
  }

  private static String pid() throws Exception {
    try (Connection connection = postgres.getPostgresDatabase().getConnection();
        Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery(
                "SELECT string_agg(pid::text, ',') FROM pg_stat_activity"
                    + " WHERE application_name LIKE 'fairlead%'")) {
      rows.next();
      return String.valueOf(rows.getString(1));
    }
  }

  @Test
  public void whoKeepsAConnectionIsNamedAndItIsSaidWhenItComesHome() throws Exception {
    leak(1, "report");
    try (FairleadClient holder = client()) {
      holder.begin();
      holder.query("SELECT 4711");
      JsonNode leak =
          Await.until("it is named", SOON, () -> leaks(), found -> found.size() == 1).get(0);
      assertEquals("out", leak.get("state").asText());
      assertEquals("app", leak.get("user").asText());
      assertEquals("SELECT 4711", leak.get("query").asText());
      JsonNode connection =
          server.get("/api/v1/connections/" + leak.get("connection_id").asLong()).body();
      assertTrue(connection.get("leak_suspect").asBoolean());
      assertEquals(connection.get("session_id"), leak.get("session_id"));
      assertEquals("4711", holder.query("SELECT 4711").rows().get(0).get(0));
      holder.rollback();
      assertEquals("returned", leaks().get(0).get("state").asText());
    }
  }

  @Test
  public void aReclaimedConnectionIsReplacedAndItsHoldersNextCallFails() throws Exception {
    leak(1, "reclaim");
    String before = pid();
    try (FairleadClient holder = client()) {
      holder.begin();
      holder.query("CREATE TABLE IF NOT EXISTS half(a int)");
      Await.until(
          "it is taken back",
          SOON,
          () -> leaks(),
          found -> found.size() == 1 && found.get(0).get("state").asText().equals("reclaimed"));
      ServerErrorException failed =
          assertThrows(ServerErrorException.class, () -> holder.query("SELECT 1"));
      assertTrue(failed.getMessage(), failed.getMessage().contains("08003"));
      String after =
          Await.until(
              "another one is there",
              SOON,
              LeaksAreFoundTest::pid,
              now -> !now.equals("null") && !now.equals(before));
      assertNotEquals(before, after);
      leak(300, "report");
      assertEquals("the session lives", "1", holder.query("SELECT 1").rows().get(0).get(0));
      assertTrue(
          "the transaction was rolled back",
          holder.query("SELECT to_regclass('half') IS NULL").rows().toString().contains("t"));
    }
  }

  @Test
  public void aLentConnectionIsRecycledWhenItComesHome() throws Exception {
    leak(300, "report");
    try (FairleadClient holder = client()) {
      holder.begin();
      holder.query("SELECT 1");
      String before = pid();
      Server.Answer accepted =
          server.post(POOL + "/lifecycle/recycle", "{\"strategy\": \"replace\"}");
      assertEquals(accepted.body().toString(), 202, accepted.status());
      assertEquals(1, accepted.body().get("total").asInt());
      assertTrue(accepted.header("location").endsWith(POOL + "/lifecycle/stats"));
      assertEquals("0", "" + recycle().get("done").asInt());
      holder.query("SELECT 1");
      holder.commit();
      Await.until(
          "it is replaced",
          Duration.ofSeconds(30),
          LeaksAreFoundTest::recycle,
          now -> now.get("done").asInt() == 1 && !now.get("finished_at").isNull());
      assertFalse(pid().contains(before));
      assertEquals("1", holder.query("SELECT 1").rows().get(0).get(0));
    }
  }

  private static JsonNode recycle() {
    return server.get(POOL + "/lifecycle/stats").body().get("recycle");
  }
}
