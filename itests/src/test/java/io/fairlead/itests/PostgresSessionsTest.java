package io.fairlead.itests;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.fairlead.client.FairleadClient;
import io.fairlead.client.ServerErrorException;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.AfterClass;
import org.junit.BeforeClass;
import org.junit.Test;

/** On a real PostgreSQL: nothing leaks from one session to the next. */
public class PostgresSessionsTest {

  private static final Duration SOON = Duration.ofSeconds(15);
  private static final String POOL = "/api/v1/pools/pg";

  private static EmbeddedPostgres postgres;
  private static Server server;
  private static int port;

  @BeforeClass
  public static void start() throws Exception {
    postgres = EmbeddedPostgres.builder().setServerConfig("max_connections", "50").start();
    server = Server.start();
    String settings =
        """
        {"name": "pg", "driver": "org.postgresql.Driver", "url": "jdbc:postgresql://127.0.0.1:%d/postgres",
         "username": "postgres", "password": "postgres", "min_connections": 1, "initial_connections": 1, "max_connections": 2,
         "connection_timeout_secs": 10, "validation_skip_ms": 0}
        """
            .formatted(postgres.getPort());
    Server.Answer created = server.post("/api/v1/pools", settings);
    assertEquals(created.body().toString(), 201, created.status());
    assertFalse(created.body().has("password"));
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = free.getLocalPort();
    }
    server.write(
        "io.fairlead.listener-pg.cfg",
        "protocols = native\naddresses = 127.0.0.1\nport = "
            + port
            + "\nidentity.user = app\nidentity.database = postgres\nidentity.pool = pg\n");
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
  public static void stop() throws IOException {
    server.close();
    postgres.close();
  }

  private static FairleadClient client() throws IOException {
    return FairleadClient.connect(new InetSocketAddress("127.0.0.1", port));
  }

  private static String onServer(String sql) throws Exception {
    try (Connection connection = postgres.getPostgresDatabase().getConnection();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      rows.next();
      return rows.getString(1);
    }
  }

  @Test
  public void whatOneSessionLeftNoOtherSees() throws Exception {
    for (boolean goesAway : new boolean[] {true, false}) {
      List<FairleadClient> kept = new ArrayList<>();
      FairleadClient first = client();
      first.query("CREATE TABLE IF NOT EXISTS leak(id INT)");
      first.query("BEGIN");
      first.query("INSERT INTO leak VALUES (1)");
      if (goesAway) {
        first.close();
      } else {
        kept.add(first);
      }
      see("SELECT COUNT(*) FROM leak", "0");
      if (!goesAway) {
        first.query("ROLLBACK");
      }

      FairleadClient second = client();
      second.query("SET statement_timeout = 12345");
      second.query("CREATE TEMPORARY TABLE scratch(id INT)");
      second.query("SELECT pg_advisory_lock(7)");
      second.query("LISTEN channel_seven");
      second.query("PREPARE seven AS SELECT 7");
      JsonNode sessions = server.get("/api/v1/sessions").body().get("data");
      assertTrue(sessions.toString(), sessions.toString().contains("\"pinned_because\":\""));
      if (goesAway) {
        second.close();
      } else {
        kept.add(second);
      }
      for (int i = 0; i < 50; i++) {
        see("SHOW statement_timeout", "0");
        see(
            "SELECT COUNT(*) FROM pg_class WHERE relname = 'scratch' AND pg_table_is_visible(oid)",
            "0");
        see("SELECT COUNT(*) FROM pg_listening_channels()", "0");
        see("SELECT COUNT(*) FROM pg_prepared_statements WHERE name = 'seven'", "0");
      }
      if (goesAway) {
        Await.until(
            "the lock is free",
            SOON,
            () ->
                onServer("SELECT COUNT(*) FROM pg_locks WHERE locktype = 'advisory'").equals("0"));
      }
      for (FairleadClient client : kept) {
        client.close();
      }
    }
  }

  private static void see(String sql, String expected) throws Exception {
    try (FairleadClient other = client()) {
      assertEquals(sql, expected, other.query(sql).rows().get(0).get(0));
    }
  }

  @Test
  public void aKilledSessionLeavesNoRowAndNoOpenTransaction() throws Exception {
    try (FairleadClient victim = client()) {
      victim.query("CREATE TABLE IF NOT EXISTS victim(id INT)");
      victim.query("BEGIN; INSERT INTO victim VALUES (1)");
      JsonNode sessions =
          server
              .get("/api/v1/sessions?state=idle_in_transaction&database=postgres")
              .body()
              .get("data");
      assertEquals(sessions.toString(), 1, sessions.size());
      assertEquals(
          204,
          server.delete("/api/v1/sessions/" + sessions.get(0).get("session_id").asLong()).status());
      Await.until(
          "no transaction is open",
          SOON,
          () ->
              onServer("SELECT COUNT(*) FROM pg_stat_activity WHERE state LIKE 'idle in%'")
                  .equals("0"));
      assertEquals("0", onServer("SELECT COUNT(*) FROM victim"));
    }
  }

  @Test
  public void aRunningStatementIsCancelledWithItsSession() throws Exception {
    try (FairleadClient victim = client()) {
      Thread sleeper =
          new Thread(
              () -> assertThrows(Exception.class, () -> victim.query("SELECT pg_sleep(300)")),
              "sleeper");
      sleeper.start();
      JsonNode running =
          Await.until(
              "the statement is shown",
              SOON,
              () ->
                  server.get("/api/v1/sessions?state=active&database=postgres").body().get("data"),
              list -> list.size() == 1);
      assertEquals("SELECT pg_sleep(300)", running.get(0).get("current_query").asText());
      server.delete("/api/v1/sessions/" + running.get(0).get("session_id").asLong());
      sleeper.join(10_000);
      assertFalse("the client is gone", sleeper.isAlive());
      Await.until(
          "it runs no more",
          SOON,
          () ->
              onServer("SELECT COUNT(*) FROM pg_stat_activity WHERE query LIKE 'SELECT pg_sleep%'")
                  .equals("0"));
    }
    see("SELECT 1", "1");
  }

  /** All threads that work on connections are busy, and it is none of theirs to say so. */
  @Test
  public void whoGetsNoConnectionHearsItWhileAllOfThemRunStatements() throws Exception {
    assertEquals(200, server.put(POOL, "{\"connection_timeout_secs\": 1}").status());
    ExecutorService threads = Executors.newFixedThreadPool(2);
    try {
      List<Future<ServerErrorException>> holders = new ArrayList<>();
      for (int i = 0; i < 2; i++) {
        holders.add(threads.submit(PostgresSessionsTest::sleepLong));
      }
      Await.until(
          "both work", SOON, () -> server.get(POOL).body().get("active_connections").asInt() == 2);
      try (FairleadClient client = client()) {
        ServerErrorException late =
            assertThrows(ServerErrorException.class, () -> client.query("SELECT 1"));
        assertTrue(late.getMessage(), late.getMessage().contains("no connection within 1 s"));
      }
      assertTrue("they work still", holders.stream().noneMatch(Future::isDone));
      for (var connection : server.get("/api/v1/connections?pool=pg").body().get("data")) {
        server.delete("/api/v1/connections/" + connection.get("connection_id").asText());
      }
      for (Future<ServerErrorException> holder : holders) {
        holder.get(30, TimeUnit.SECONDS);
      }
    } finally {
      threads.shutdownNow();
      server.put(POOL, "{\"connection_timeout_secs\": 10}");
    }
  }

  private static ServerErrorException sleepLong() throws IOException {
    try (FairleadClient client = client()) {
      return assertThrows(ServerErrorException.class, () -> client.query("SELECT pg_sleep(300)"));
    }
  }

  @Test
  public void aLoginThatFailsChangesNothingAndIsShown() throws Exception {
    server.put(POOL, "{\"username\": \"nosuch\"}");
    Await.until(
        "it is shown",
        SOON,
        () -> server.get(POOL).body().get("config_error").asText(),
        why -> why.contains("stays in force") && why.contains("nosuch"));
    assertFalse(server.get(POOL).body().get("applied").asBoolean());
    assertEquals("postgres", first("SELECT current_user"));
    server.put(
        POOL, "{\"url\": \"jdbc:postgresql://127.0.0.1:1/postgres\", \"username\": \"postgres\"}");
    assertEquals("1", first("SELECT 1"));
    try (Connection connection = postgres.getPostgresDatabase().getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE ROLE eve LOGIN PASSWORD 'eve-s own'");
    }
    String url = "jdbc:postgresql://127.0.0.1:%d/postgres".formatted(postgres.getPort());
    server.put(
        POOL,
        "{\"url\": \"%s\", \"username\": \"eve\", \"password\": \"eve-s own\"}".formatted(url));
    awaitTaken();
    assertEquals("eve", first("SELECT current_user"));
    server.put(POOL, "{\"username\": \"postgres\", \"password\": \"postgres\"}");
    awaitTaken();
  }

  private static void awaitTaken() {
    Await.until("it is taken", SOON, () -> server.get(POOL).body().get("applied").asBoolean());
  }

  private static String first(String sql) throws IOException {
    try (FairleadClient client = client()) {
      return client.query(sql).rows().get(0).get(0);
    }
  }

  @Test
  public void vacuumAndBigResultsWork() throws Exception {
    try (FairleadClient client = client()) {
      client.query(
          "CREATE TABLE IF NOT EXISTS big AS SELECT g AS id FROM generate_series(1, 1000) g");
      client.query("VACUUM big");
      assertEquals(
          300_000, client.query("SELECT * FROM generate_series(1, 300000)").rowsAffected());
      ServerErrorException capped =
          assertThrows(
              ServerErrorException.class,
              () -> client.query("SELECT * FROM generate_series(1, 1000001)"));
      assertTrue(capped.getMessage(), capped.getMessage().contains("1000000"));
      assertEquals("1", client.query("SELECT 1").rows().get(0).get(0));
    }
  }

  @Test
  public void aPasswordIsNeverShown() throws Exception {
    assertFalse(server.get("/api/v1/pools/pg").body().toString().contains("password"));
    Server.Answer refused =
        server.put(
            "/api/v1/pools/pg", "{\"url\": \"jdbc:postgresql://127.0.0.1/x?password=secret77\"}");
    assertEquals(422, refused.status());
    assertFalse(refused.body().toString().contains("secret77"));
    assertTrue(refused.body().toString().contains("password"));
  }
}
