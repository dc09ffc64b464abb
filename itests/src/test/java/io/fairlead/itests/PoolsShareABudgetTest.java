package io.fairlead.itests;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.fairlead.client.FairleadClient;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.Test;

/**
 * Two pools of one database have no more connections together than their budget, each is sure of
 * its minimum, what is over goes to who has less than his share, and all of it is there after kill
 * -9.
 */
public class PoolsShareABudgetTest extends WithServer {

  private static final Duration SOON = Duration.ofSeconds(20);
  private static final String BUDGET = "/api/v1/pool-budgets/shared";
  private static final String URL = "jdbc:h2:mem:shared;DB_CLOSE_DELAY=-1";

  @Test
  public void theSumHoldsAndSharesAreKept() throws Exception {
    Server.Answer early = server.post("/api/v1/pools", pool("orders"));
    assertEquals(early.body().toString(), 422, early.status());
    assertEquals("budget", early.body().get("errors").get(0).get("field").asText());
    Server.Answer made =
        server.post("/api/v1/pool-budgets", "{\"name\": \"shared\", \"max_connections\": 4}");
    assertEquals(made.body().toString(), 201, made.status());
    Server.Answer orders = server.post("/api/v1/pools", pool("orders"));
    assertEquals(orders.body().toString(), 201, orders.status());
    JsonNode stock =
        server.graphql(
            "mutation{createPool(config:{name:\"stock\",driver:\"org.h2.Driver\",url:\"%s\",username:\"sa\",minConnections:1,initialConnections:1,maxConnections:10,budget:\"shared\",budgetWeight:1}){budget budgetWeight}}"
                .formatted(URL));
    assertEquals("shared", stock.at("/data/createPool/budget").asText());
    int ordersPort = listener("orders");
    int stockPort = listener("stock");

    List<FairleadClient> clients = new ArrayList<>();
    try {
      for (int i = 0; i < 3; i++) {
        holder(clients, ordersPort);
      }
      CompletableFuture<String> fourth = waits(client(clients, ordersPort));
      JsonNode waiter = waiter("orders");
      assertEquals("budget shared: 4 of 4 places taken", waiter.get("budget").asText());
      assertEquals(3, waiter.get("waits_for").size());
      assertEquals("the database counts as many", 4, sessions(clients.get(0)));
      holder(clients, stockPort); // from its minimum, at once

      CompletableFuture<String> second = waits(client(clients, stockPort));
      waiter("stock");
      clients.get(0).rollback();
      assertEquals("it goes to who has less than his share", "[[2]]", second.get());
      assertTrue("not to who has more and came first", !fourth.isDone());
      JsonNode shared =
          server.graphql(
              "{budget(name:\"shared\"){maxConnections taken guaranteed"
                  + " members{pool taken share active waiting}}}");
      assertEquals(
          shared.toString(),
          "{\"maxConnections\":4,\"taken\":4,\"guaranteed\":2,\"members\":["
              + "{\"pool\":\"orders\",\"taken\":2,\"share\":2,\"active\":2,\"waiting\":1},"
              + "{\"pool\":\"stock\",\"taken\":2,\"share\":2,\"active\":2,\"waiting\":0}]}",
          shared.at("/data/budget").toString());
      assertEquals(4, sessions(clients.get(1)));
      clients.get(1).rollback();
      assertEquals("[[2]]", fourth.get());
    } finally {
      for (FairleadClient client : clients) {
        client.close();
      }
    }
    JsonNode sizing = server.get("/api/v1/pools/orders/stats").body().get("sizing");
    assertTrue(sizing.toString(), sizing.toString().contains("budget shared: 4 of 4 places taken"));
    assertTrue(
        "numbers for collectors",
        server
            .send("GET", "/metrics", null, Map.of("Authorization", Server.authorization()))
            .body()
            .contains("fairlead_budget_max_connections{budget=\"shared\"} 4"));

    Server.Answer less = server.put(BUDGET, "{\"max_connections\": 1}");
    assertEquals(less.body().toString(), 422, less.status());
    assertTrue(less.body().toString(), less.body().toString().contains("orders 1, stock 1"));
    assertEquals(409, server.delete(BUDGET).status());
    assertEquals(200, server.put(BUDGET, "{\"max_connections\": 5}").status());
    String revision = server.get(BUDGET).body().get("revision").asText();
    server.kill();
    server.run();
    Await.until(
        "both are in it again",
        SOON,
        () -> {
          JsonNode budget = server.get(BUDGET).body();
          return budget.get("members").size() == 2 && budget.get("taken").asInt() == 2;
        });
    JsonNode after = server.get(BUDGET).body();
    assertEquals(5, after.get("max_connections").asInt());
    assertEquals(revision, after.get("revision").asText());
    assertTrue(after.get("applied").asBoolean());
    assertEquals(1, server.get("/api/v1/pools/orders").body().get("budget_weight").asInt());

    for (String name : List.of("orders", "stock")) {
      assertEquals(200, server.put("/api/v1/pools/" + name, "{\"budget\": null}").status());
    }
    assertEquals(204, server.delete(BUDGET).status());
    assertEquals(404, server.get(BUDGET).status());
  }

  private static String pool(String name) {
    return """
        {"name": "%s", "driver": "org.h2.Driver", "url": "%s", "username": "sa", "min_connections": 1,
         "initial_connections": 1, "max_connections": 10, "budget": "shared", "budget_weight": 1}
        """
        .formatted(name, URL);
  }

  private static int listener(String pool) throws Exception {
    int port = Server.freePort();
    server.write(
        "io.fairlead.listener-" + pool + ".cfg",
        "protocols = native\naddresses = 127.0.0.1\nport = %d\nidentity.user = app\nidentity.database = shared\nidentity.pool = %s\n"
            .formatted(port, pool));
    Await.until(
        "the listener of " + pool + " serves",
        SOON,
        () -> {
          try (FairleadClient client = connect(port)) {
            return client.query("SELECT 1").rows().size() == 1;
          }
        });
    return port;
  }

  private static FairleadClient connect(int port) throws IOException {
    return FairleadClient.connect(new InetSocketAddress("127.0.0.1", port));
  }

  private static FairleadClient client(List<FairleadClient> clients, int port) throws IOException {
    FairleadClient client = connect(port);
    clients.add(client);
    return client;
  }

  /** A session in a transaction, which keeps a connection. */
  private static void holder(List<FairleadClient> clients, int port) throws Exception {
    FairleadClient client = client(clients, port);
    client.begin();
    client.query("SELECT 1");
  }

  /** The first that waits for a connection of a pool. */
  private static JsonNode waiter(String pool) throws Exception {
    String queue = "/api/v1/pools/" + pool + "/wait-queue";
    Await.until(
        "somebody waits for the budget in " + pool,
        SOON,
        () -> server.get(queue).body().at("/data/0/budget").isTextual());
    return server.get(queue).body().get("data").get(0);
  }

  /** How many connections the database has, as it counts them itself. */
  private static int sessions(FairleadClient client) throws Exception {
    String counted =
        client.query("SELECT COUNT(*) FROM INFORMATION_SCHEMA.SESSIONS").rows().toString();
    return Integer.parseInt(counted.replaceAll("\\D", ""));
  }

  private static CompletableFuture<String> waits(FairleadClient client) {
    CompletableFuture<String> answer = new CompletableFuture<>();
    Thread asking =
        new Thread(
            () -> {
              try {
                client.begin();
                answer.complete(client.query("SELECT 2").rows().toString());
              } catch (Exception e) {
                answer.complete(String.valueOf(e.getMessage()));
              }
            },
            "waits-for-the-budget");
    asking.setDaemon(true);
    asking.start();
    return answer;
  }
}
