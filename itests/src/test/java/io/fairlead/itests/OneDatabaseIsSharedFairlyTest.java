package io.fairlead.itests;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import io.fairlead.client.FairleadClient;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.junit.AfterClass;
import org.junit.BeforeClass;
import org.junit.Test;

/**
 * Many clients of several tenants on one pool of a real PostgreSQL: who is served in which order,
 * how much each gets, and that nobody is hit by what happens to another.
 */
public class OneDatabaseIsSharedFairlyTest extends WithServer {

  private static final Duration SOON = Duration.ofSeconds(30);
  private static final String POOL = "/api/v1/pools/shared";

  private static final String SLEEP = "SELECT pg_sleep(600)";

  private static final Map<String, Integer> PORTS = new HashMap<>();

  private static EmbeddedPostgres postgres;
  private static ExecutorService threads;

  @BeforeClass
  public static void poolAndListeners() throws Exception {
    threads = Executors.newCachedThreadPool();
    postgres = EmbeddedPostgres.builder().start();
    Server.Answer created =
        server.post(
            "/api/v1/pools",
            """
            {"name": "shared", "driver": "org.postgresql.Driver", "url": "jdbc:postgresql://127.0.0.1:%d/postgres",
             "username": "postgres", "password": "postgres", "min_connections": 1, "initial_connections": 1,
             "max_connections": 8, "partitioning": {"enabled": true, "routing": "tenant"}}
            """
                .formatted(postgres.getPort()));
    assertEquals(created.body().toString(), 201, created.status());
    for (String tenant : List.of("a", "b")) {
      listener(tenant, "identity.tenant = " + tenant);
      Server.Answer made =
          server.post(POOL + "/partitions", "{\"name\": \"" + tenant + "\", \"type\": \"tenant\"}");
      assertEquals(made.body().toString(), 201, made.status());
    }
    for (String priority : List.of("low", "normal", "critical")) {
      listener(priority, "identity.priority = " + priority);
    }
    for (String each : PORTS.keySet()) {
      Await.until("the listener serves", SOON, () -> ask(each, "SELECT 1"), "1"::equals);
    }
  }

  private static void listener(String name, String identity) {
    int port = Server.freePort();
    PORTS.put(name, port);
    server.write(
        "io.fairlead.listener-" + name + ".cfg",
        "port = %d\nidentity.user = app\nidentity.database = postgres\nidentity.pool = shared\n%s\n"
            .formatted(port, identity));
  }

  @AfterClass
  public static void stopAll() throws IOException {
    threads.shutdownNow();
    postgres.close();
  }

  private static FairleadClient client(String listener) throws IOException {
    return FairleadClient.connect(new InetSocketAddress("127.0.0.1", PORTS.get(listener)));
  }

  /** The first value of the answer, if there is one. */
  private static String ask(String listener, String sql) throws IOException {
    try (FairleadClient client = client(listener)) {
      List<List<String>> rows = client.query(sql).rows();
      return rows.isEmpty() ? "" : rows.get(0).get(0);
    }
  }

  private static String onServer(String sql) throws Exception {
    try (Connection connection = postgres.getPostgresDatabase().getConnection();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      rows.next();
      return rows.getString(1);
    }
  }

  private static void set(String path, String json) {
    Server.Answer answer = server.put(path, json);
    assertTrue(answer.body().toString(), answer.status() < 300);
    Await.until("it is in force", SOON, () -> server.get(path).body().get("applied").asBoolean());
  }

  private static int sleeping() throws Exception {
    return Integer.parseInt(
        onServer(
            "SELECT COUNT(*) FROM pg_stat_activity WHERE state = 'active' AND query = '"
                + SLEEP
                + "'"));
  }

  private static int waiting() {
    return server.get(POOL + "/wait-queue").body().get("size").asInt();
  }

  /** Asks until told to end, on a connection of its own, by as many clients. */
  private static List<Future<Integer>> keepAsking(
      int clients, String listener, String sql, AtomicBoolean end, AtomicInteger answered) {
    List<Future<Integer>> asking = new ArrayList<>();
    for (int i = 0; i < clients; i++) {
      asking.add(
          threads.submit(
              () -> {
                int most = 0;
                try (FairleadClient client = client(listener)) {
                  while (!end.get()) {
                    most = Math.max(most, Integer.parseInt(client.query(sql).rows().get(0).get(0)));
                    answered.incrementAndGet();
                  }
                }
                return most;
              }));
    }
    return asking;
  }

  private static int most(List<Future<Integer>> asked) throws Exception {
    int most = 0;
    for (Future<Integer> each : asked) {
      most = Math.max(most, each.get(SOON.toSeconds(), TimeUnit.SECONDS));
    }
    return most;
  }

  @Test
  public void whoIsNextGoesByPriorityOrByArrivalAsTheSettingSays() throws Exception {
    for (boolean fair : new boolean[] {false, true}) {
      set(POOL, "{\"min_connections\": 1, \"max_connections\": 1, \"fair_queue\": " + fair + "}");
      ask("b", "DROP TABLE IF EXISTS served");
      ask("b", "CREATE TABLE served(n SERIAL, who TEXT)");
      List<Future<?>> asked = new ArrayList<>();
      try (FairleadClient holder = client("normal")) {
        holder.begin();
        holder.query("SELECT 1");
        List<String> arriving = List.of("low", "normal", "critical", "normal2");
        for (int i = 0; i < arriving.size(); i++) {
          String who = arriving.get(i);
          String listener = who.replace("2", "");
          asked.add(
              threads.submit(
                  () -> {
                    try (FairleadClient client = client(listener)) {
                      return client.query("INSERT INTO served(who) VALUES ('" + who + "')");
                    }
                  }));
          int expected = i + 1;
          Await.until(who + " waits", SOON, () -> waiting() == expected);
        }
        holder.rollback();
      }
      for (Future<?> each : asked) {
        each.get(SOON.toSeconds(), TimeUnit.SECONDS);
      }
      assertEquals(
          fair ? "low,normal,critical,normal2" : "critical,normal,normal2,low",
          onServer("SELECT string_agg(who, ',' ORDER BY n) FROM served"));
    }
  }

  @Test
  public void aTenantIsNeverAboveItsCeilingHoweverManyAsk() throws Exception {
    set(POOL, "{\"max_connections\": 8, \"fair_queue\": true}");
    set(POOL + "/partitions/a", "{\"limits\": {\"max_connections\": 2, \"min_connections\": 0}}");
    AtomicBoolean end = new AtomicBoolean();
    AtomicInteger answeredA = new AtomicInteger();
    AtomicInteger answeredB = new AtomicInteger();
    // Each statement counts those of its tenant that run in the database in its moment.
    String count =
        "SELECT COUNT(*) FROM pg_stat_activity WHERE state = 'active' AND query LIKE '%%of-%s%%'";
    List<Future<Integer>> a = keepAsking(50, "a", count.formatted("a"), end, answeredA);
    List<Future<Integer>> b = keepAsking(50, "b", count.formatted("b"), end, answeredB);
    Await.until("10,000 were seen", Duration.ofSeconds(120), () -> answeredA.get() >= 10_000);
    end.set(true);
    int mostOfB = most(b);
    assertTrue("at most 2, was " + most(a), most(a) <= 2);
    assertTrue("the other uses what is left: " + mostOfB, mostOfB > 2 && mostOfB <= 8);
    assertTrue("and is served: " + answeredB.get(), answeredB.get() > 1_000);
    set(POOL + "/partitions/a", "{\"limits\": {\"max_connections\": 8}}");
  }

  @Test
  public void tenantsWhoAllWantMoreGetTheirSharesByWeight() throws Exception {
    set(POOL, "{\"max_connections\": 8, \"fair_queue\": true}");
    set(POOL + "/partitions/a", "{\"weight\": 1, \"limits\": {\"min_connections\": 0}}");
    set(POOL + "/partitions/b", "{\"weight\": 3, \"limits\": {\"min_connections\": 0}}");
    AtomicBoolean end = new AtomicBoolean();
    AtomicInteger answeredA = new AtomicInteger();
    AtomicInteger answeredB = new AtomicInteger();
    String work = "SELECT 1 FROM (SELECT pg_sleep(0.005)) AS busy";
    List<Future<Integer>> a = keepAsking(32, "a", work, end, answeredA);
    List<Future<Integer>> b = keepAsking(32, "b", work, end, answeredB);
    Await.until("all are at work", SOON, () -> answeredA.get() > 200 && answeredB.get() > 200);
    int beforeA = answeredA.get();
    int beforeB = answeredB.get();
    Await.until(
        "4,000 are served",
        Duration.ofSeconds(120),
        () -> answeredA.get() + answeredB.get() - beforeA - beforeB >= 4_000);
    double ofA = answeredA.get() - beforeA;
    double share = 100 * ofA / (ofA + answeredB.get() - beforeB);
    end.set(true);
    most(a);
    most(b);
    assertEquals("percent of what was served", 25, share, 3);
  }

  @Test
  public void aDrainLetsAllWhoAreInEndAndAResumeServesAtOnce() throws Exception {
    set(POOL, "{\"max_connections\": 8}");
    List<Future<String>> holders = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      holders.add(threads.submit(() -> ask("b", "SELECT 7 FROM (SELECT pg_sleep(2)) AS busy")));
    }
    Await.until(
        "all are in",
        SOON,
        () -> server.get(POOL).body().get("active_connections").asInt() == holders.size());
    Server.Answer drain = server.post(POOL + "/drain", "{\"on_waiters\": \"refuse\"}");
    assertEquals(drain.body().toString(), 202, drain.status());
    assertEquals(holders.size(), drain.body().get("remaining").asInt());
    for (Future<String> each : holders) {
      assertEquals("7", each.get(SOON.toSeconds(), TimeUnit.SECONDS));
    }
    Await.until(
        "drained",
        SOON,
        () -> server.get(POOL).body().get("state").asText(),
        state -> state.equals("drained"));
    assertEquals(200, server.post(POOL + "/resume", "{}").status());
    assertEquals("1", ask("b", "SELECT 1"));
  }

  @Test
  public void sessionsKilledInMidStatementHitNobodyElsesStatement() throws Exception {
    set(POOL, "{\"min_connections\": 1, \"max_connections\": 8, \"fair_queue\": true}");
    int kills = 1_000;
    AtomicBoolean end = new AtomicBoolean();
    AtomicIntegerArray served = new AtomicIntegerArray(4);
    List<CompletableFuture<Void>> bystanders = new ArrayList<>();
    for (int i = 0; i < served.length(); i++) {
      int own = i;
      bystanders.add(
          CompletableFuture.runAsync(
              () -> {
                try (FairleadClient client = client("b")) {
                  while (!end.get()) {
                    String sql = "SELECT " + own + " FROM (SELECT pg_sleep(0.002)) AS busy";
                    assertEquals(String.valueOf(own), client.query(sql).rows().get(0).get(0));
                    served.incrementAndGet(own);
                  }
                } catch (IOException e) {
                  throw new AssertionError("a bystander was hit", e);
                }
              },
              threads));
    }
    List<Future<?>> victims = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      victims.add(
          threads.submit(
              () -> {
                while (!end.get()) {
                  try {
                    ask("a", SLEEP);
                  } catch (IOException killed) {
                    // as it is to be; the next one asks again
                  }
                }
              }));
    }
    int killed = 0;
    while (killed < kills) {
      Await.until("all run in the database", SOON, () -> sleeping() == victims.size());
      for (var session : server.get("/api/v1/sessions?state=active").body().get("data")) {
        if (session.get("current_query").asText().contains(SLEEP)) {
          killed++;
          String path = "/api/v1/sessions/" + session.get("session_id").asLong();
          assertEquals(204, server.delete(path).status());
        }
      }
    }
    end.set(true);
    for (CompletableFuture<Void> each : bystanders) {
      each.get(SOON.toSeconds(), TimeUnit.SECONDS);
    }
    endVictims(victims);
    for (int i = 0; i < served.length(); i++) {
      assertTrue("each was served", served.get(i) > 0);
    }
    Await.until("nothing runs on", SOON, () -> sleeping() == 0);
    assertEquals(0, waiting());
  }

  private static void endVictims(List<Future<?>> victims)
      throws InterruptedException, ExecutionException {
    Await.until(
        "the victims end",
        SOON,
        () -> {
          for (var session : server.get("/api/v1/sessions?state=active").body().get("data")) {
            server.delete("/api/v1/sessions/" + session.get("session_id").asLong());
          }
          return victims.stream().allMatch(Future::isDone);
        });
    for (Future<?> each : victims) {
      each.get();
    }
  }
}
