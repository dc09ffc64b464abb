package io.fairlead.itests;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.fairlead.client.FairleadClient;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.Test;

/**
 * A statement that runs until its server ends: it costs its connection, and nobody else anything.
 * The server is its own, as the statement keeps a processor busy.
 */
public class StuckStatementTest extends WithServer {

  /** No cancel reaches a regular expression at work; H2 can neither stop nor abort it. */
  @Test
  public void aKilledConnectionAnswersItsClientThoughItsStatementDoesNotEnd() throws Exception {
    try (FairleadClient client = server.client()) {
      CompletableFuture<String> answer =
          CompletableFuture.supplyAsync(
              () -> {
                try {
                  return client
                      .query("SELECT REGEXP_LIKE(REPEAT('a', 60), '^(a+)+\\1b$')")
                      .rows()
                      .toString();
                } catch (Exception e) {
                  return e.getMessage();
                }
              });
      JsonNode running =
          Await.until(
              "the statement runs",
              Duration.ofSeconds(20),
              () -> server.get("/api/v1/connections?state=active").body().get("data"),
              list -> list.size() == 1);
      long id = running.get(0).get("connection_id").asLong();
      assertEquals(204, server.delete("/api/v1/connections/" + id).status());
      assertEquals("connection " + id + ": was killed", answer.get(20, TimeUnit.SECONDS));
      JsonNode stuck = server.get("/api/v1/connections/" + id).body();
      assertTrue("still at work: " + stuck, stuck.get("statement").asText().contains("REGEXP"));
      assertEquals(List.of(List.of("1")), client.query("SELECT 1").rows());
    }
  }
}
