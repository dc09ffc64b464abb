package io.fairlead.itests;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.fairlead.client.FairleadClient;
import io.fairlead.client.ServerErrorException;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.Test;

/**
 * A killed session's connection comes home, a killed connection's session lives, and who subscribed
 * sees it.
 */
public class KilledThingsComeHomeTest extends WithServer {

  @Test
  public void aKilledSessionsTransactionIsRolledBackAndASubscriptionSeesTheKill() throws Exception {
    LinkedBlockingQueue<String> events = new LinkedBlockingQueue<>();
    HttpRequest subscribe =
        HttpRequest.newBuilder(URI.create(server.base() + "/graphql"))
            .header("Authorization", Server.authorization())
            .header("Content-Type", "application/json")
            .header("Accept", "text/event-stream")
            .POST(
                BodyPublishers.ofString(
                    "{\"query\":\"subscription{sessionEvent{type sessionId}}\"}"))
            .build();
    var stream = server.http().send(subscribe, BodyHandlers.ofInputStream());
    assertEquals(200, stream.statusCode());
    Thread reader =
        new Thread(
            () -> {
              try (BufferedReader lines =
                  new BufferedReader(
                      new InputStreamReader(stream.body(), StandardCharsets.UTF_8))) {
                lines.lines().forEach(events::add);
              } catch (Exception closed) {
                events.add("closed");
              }
            },
            "subscription-reader");
    reader.setDaemon(true);
    reader.start();

    try (FairleadClient watcher = server.client();
        FairleadClient victim = server.client()) {
      watcher.query("CREATE TABLE IF NOT EXISTS killed(id INT)");
      victim.begin();
      victim.query("INSERT INTO killed VALUES (1)");
      JsonNode sessions =
          server.get("/api/v1/sessions?state=idle_in_transaction").body().get("data");
      assertEquals(1, sessions.size());
      long id = sessions.get(0).get("session_id").asLong();
      JsonNode answer = server.graphql("mutation{terminateSession(sessionId:\"" + id + "\")}");
      assertTrue(answer.toString(), answer.get("data").get("terminateSession").asBoolean());
      assertThrows(Exception.class, () -> victim.query("SELECT 1"));
      assertEquals(404, server.get("/api/v1/sessions/" + id).status());
      Await.until(
          "the connection is home",
          Duration.ofSeconds(5),
          () -> server.get("/api/v1/pools/main").body().get("active_connections").asInt() == 0);
      assertEquals(List.of(List.of("0")), watcher.query("SELECT COUNT(*) FROM killed").rows());
      StringBuilder seen = new StringBuilder();
      long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
      while (!(seen.toString().contains("terminated")
          && seen.toString().contains("\"" + id + "\""))) {
        String line = events.poll(Math.max(1, deadline - System.nanoTime()), TimeUnit.NANOSECONDS);
        if (line == null) {
          throw new AssertionError("the subscription did not see the kill: " + seen);
        }
        seen.append(line).append('\n');
      }
    } finally {
      stream.body().close();
    }
  }

  @Test
  public void aKilledConnectionGivesItsHolderAnErrorAndTheSessionLives() throws Exception {
    try (FairleadClient client = server.client()) {
      client.begin();
      client.query("SELECT 1");
      JsonNode connections = server.get("/api/v1/connections?state=active").body().get("data");
      assertEquals(connections.toString(), 1, connections.size());
      long id = connections.get(0).get("connection_id").asLong();
      assertEquals(204, server.delete("/api/v1/connections/" + id).status());
      assertThrows(ServerErrorException.class, () -> client.query("SELECT 2"));
      assertEquals(List.of(List.of("3")), client.query("SELECT 3").rows());
      Await.until(
          "the killed connection is gone",
          Duration.ofSeconds(5),
          () -> server.get("/api/v1/connections/" + id).status() == 404);
    }
  }

  @Test
  public void aClosedSocketTellsItsClientWhy() throws Exception {
    try (FairleadClient client = server.client()) {
      client.ping();
      JsonNode sockets = server.get("/api/v1/network/connections").body().get("data");
      String id = sockets.get(sockets.size() - 1).get("connection_id").asText();
      assertEquals(204, server.delete("/api/v1/network/connections/" + id).status());
      Await.until(
          "the socket is gone",
          Duration.ofSeconds(5),
          () -> server.get("/api/v1/network/connections/" + id).status() == 404);
      assertFalse(
          server.graphql("{networkConnection(id:\"" + id + "\"){connectionId}}").has("errors"));
    }
  }
}
