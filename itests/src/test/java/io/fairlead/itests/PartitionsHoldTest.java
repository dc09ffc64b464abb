package io.fairlead.itests;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.fairlead.client.FairleadClient;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.Test;

/**
 * A partition's ceiling holds for sessions, the queue says who waits for whom, and what was set is
 * there after kill -9.
 */
public class PartitionsHoldTest extends WithServer {

  private static final String POOL = "/api/v1/pools/main";
  private static final String PARTITION = POOL + "/partitions/apps";

  @Test
  public void aSessionBeyondTheCeilingWaitsIsSeenAndCanBeSentAway() throws Exception {
    Server.Answer pool =
        server.put(
            POOL,
            "{\"min_connections\": 1, \"initial_connections\": null, \"max_connections\": 4,"
                + " \"partitioning\": {\"enabled\": true}}");
    assertTrue(pool.body().toString(), pool.status() < 300);
    Server.Answer made =
        server.post(
            POOL + "/partitions",
            "{\"name\": \"apps\", \"type\": \"User\", \"match\": \"ap*\", \"limits\":"
                + " {\"max_connections\": 1, \"min_connections\": 0}}");
    assertEquals(made.body().toString(), 201, made.status());
    Await.until(
        "the partition is in force",
        Duration.ofSeconds(10),
        () -> server.get(PARTITION).body().get("applied").asBoolean());

    try (FairleadClient holder = server.client();
        FairleadClient waiter = server.client()) {
      holder.begin();
      holder.query("SELECT 1");
      CompletableFuture<String> answer = answer(waiter);
      Await.until(
          "it waits",
          Duration.ofSeconds(10),
          () -> server.get(POOL + "/wait-queue").body().get("size").asInt() == 1);
      JsonNode waits = server.get(POOL + "/wait-queue").body().get("data").get(0);
      assertEquals("apps", waits.get("partition").asText());
      assertEquals(
          "partition apps has as many as it may, max_connections is 1",
          waits.get("because").asText());
      JsonNode blocker = waits.get("waits_for").get(0);
      JsonNode connection =
          server.get("/api/v1/connections/" + blocker.get("connection_id").asLong()).body();
      assertEquals(connection.get("session_id"), blocker.get("session_id"));
      JsonNode usage = server.get(PARTITION).body().get("usage");
      assertEquals(1, usage.get("active_connections").asInt());
      assertEquals(1, usage.get("waiting").asInt());

      JsonNode cleared =
          server.graphql("mutation{clearWaitQueue(poolId:\"main\",partition:\"apps\")}");
      assertEquals(cleared.toString(), 1, cleared.get("data").get("clearWaitQueue").asInt());
      assertTrue(answer.get(), answer.get().contains("queue_cleared"));

      String revision = server.get(PARTITION).body().get("revision").asText();
      server.kill();
      server.run();
      assertEquals(revision, server.get(PARTITION).body().get("revision").asText());
    }

    try (FairleadClient holder = server.client()) {
      holder.begin();
      assertEquals(202, server.delete(PARTITION).status());
      holder.rollback();
      Await.until(
          "gone with its last loan",
          Duration.ofSeconds(10),
          () -> server.get(PARTITION).status() == 404);
    }
  }

  private static CompletableFuture<String> answer(FairleadClient client) {
    CompletableFuture<String> answer = new CompletableFuture<>();
    Thread asking =
        new Thread(
            () -> {
              try {
                answer.complete(client.query("SELECT 2").rows().toString());
              } catch (Exception e) {
                answer.complete(String.valueOf(e.getMessage()));
              }
            },
            "second-session");
    asking.setDaemon(true);
    asking.start();
    return answer;
  }
}
