package io.fairlead.itests;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.fairlead.client.FairleadClient;
import io.fairlead.client.QueryResult;
import io.fairlead.client.ServerErrorException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.Test;

/**
 * A client sends SQL over the native protocol, gets a session and a pooled connection, and the
 * answer comes back.
 */
public class SqlRoundTripTest extends WithServer {

  @Test
  public void whatIsWrittenIsRead() throws Exception {
    try (FairleadClient client = server.client()) {
      client.query("CREATE TABLE fruit(id INT PRIMARY KEY, name VARCHAR(20))");
      assertEquals(
          2, client.query("INSERT INTO fruit VALUES (1, 'apple'), (2, NULL)").rowsAffected());
      QueryResult result = client.query("SELECT id, name FROM fruit ORDER BY id");
      assertEquals(List.of("ID", "NAME"), result.columns());
      assertEquals(List.of(List.of("1", "apple"), List.of("2", "NULL")), result.rows());
      assertEquals(2, result.rowsAffected());
    }
  }

  @Test
  public void aTransactionIsTheClientsOwnAndRollsBackWhenItGoes() throws Exception {
    try (FairleadClient other = server.client()) {
      other.query("CREATE TABLE account(id INT PRIMARY KEY)");
      try (FairleadClient client = server.client()) {
        client.begin();
        client.query("INSERT INTO account VALUES (1)");
        assertThrows(ServerErrorException.class, client::begin);
        assertEquals(List.of(List.of("0")), other.query("SELECT COUNT(*) FROM account").rows());
      }
      Await.until(
          "the transaction is rolled back",
          Duration.ofSeconds(5),
          () -> idle(server.get("/api/v1/pools/main")));
      assertEquals(List.of(List.of("0")), other.query("SELECT COUNT(*) FROM account").rows());
      assertThrows(ServerErrorException.class, other::commit);
      assertThrows(ServerErrorException.class, other::rollback);
    }
  }

  private static boolean idle(Server.Answer pool) {
    return pool.body().get("active_connections").asInt() == 0;
  }

  @Test
  public void aTextOfSeveralStatementsRunsWholeAndAnErrorInAnyIsTheAnswer() throws Exception {
    try (FairleadClient client = server.client()) {
      assertEquals(List.of(List.of("1")), client.query("SELECT 1; SELECT 2").rows());
      assertThrows(
          ServerErrorException.class, () -> client.query("SELECT 1; SELECT * FROM no_such_table"));
      ServerErrorException empty =
          assertThrows(ServerErrorException.class, () -> client.query("  "));
      assertTrue(empty.getMessage(), empty.getMessage().contains("No SQL statements"));
      assertEquals(List.of(List.of("3")), client.query("SELECT 3").rows());
    }
  }

  @Test
  public void theDefaultUserRunsNoCodeAndReadsNoFiles() throws Exception {
    try (FairleadClient client = server.client()) {
      for (String evil :
          List.of(
              "CREATE ALIAS SHELL AS 'String shell() { return \"x\"; }'",
              "CREATE TABLE t_evil(id INT); CREATE TRIGGER trig BEFORE INSERT ON t_evil AS 'org.h2.api.Trigger create() { return null; }'",
              "SELECT FILE_READ('/etc/passwd')",
              "CALL CSVWRITE('/tmp/fairlead-evil.csv', 'SELECT 1')",
              "SCRIPT TO '/tmp/fairlead-evil.sql'",
              "RUNSCRIPT FROM '/tmp/fairlead-evil.sql'")) {
        assertThrows(evil, ServerErrorException.class, () -> client.query(evil));
      }
      client.ping();
    }
  }

  @Test
  public void manyClientsAtOnceAreAllServedAndThePoolIsWholeAfterwards() throws Exception {
    int clients = 256;
    ExecutorService threads = Executors.newFixedThreadPool(clients);
    try {
      CountDownLatch together = new CountDownLatch(clients);
      List<Future<Integer>> sums =
          java.util.stream.IntStream.range(0, clients)
              .mapToObj(
                  i ->
                      threads.submit(
                          () -> {
                            try (FairleadClient client = server.client()) {
                              together.countDown();
                              together.await();
                              int sum = 0;
                              for (int n = 0; n < 20; n++) {
                                sum +=
                                    Integer.parseInt(
                                        client.query("SELECT " + (i + n)).rows().get(0).get(0));
                              }
                              return sum;
                            }
                          }))
              .toList();
      for (int i = 0; i < clients; i++) {
        assertEquals(20 * i + 190, (int) sums.get(i).get());
      }
    } finally {
      threads.shutdown();
    }
    Await.until(
        "every connection is home",
        Duration.ofSeconds(5),
        () -> idle(server.get("/api/v1/pools/main")));
    JsonNode stats = server.get("/api/v1/pools/main/stats").body();
    assertEquals(stats.get("total_acquired").asLong(), stats.get("total_released").asLong());
    assertTrue(stats.toString(), stats.get("total_acquired").asLong() >= 20L * clients);
  }
}
