package io.fairlead.itests;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.fairlead.client.FairleadClient;
import io.fairlead.client.ServerErrorException;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.After;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/**
 * A database that answers no more, and one that is dead: clients are told within their deadlines,
 * the pool says so, and is whole again without anybody's help when the database is back.
 */
public class DatabaseGoesAwayTest extends WithServer {

  private static final int CLIENTS = 12;
  private static final int MOST_CONNECTIONS = 4;
  private static final Duration SOON = Duration.ofSeconds(30);

  @Rule public final TemporaryFolder folder = new TemporaryFolder();

  private final ExecutorService threads = Executors.newCachedThreadPool();
  private Path data;
  private EmbeddedPostgres postgres;
  private int port;

  @Before
  public void poolAndListener() throws Exception {
    data = folder.newFolder().toPath();
    postgres = postgres(freePort());
    port = freePort();
    String settings =
        """
        {"name": "away", "driver": "org.postgresql.Driver", "url": "jdbc:postgresql://127.0.0.1:%d/postgres",
         "username": "postgres", "password": "postgres", "min_connections": 2, "initial_connections": 2, "max_connections": %d,
         "connection_timeout_secs": 2, "statement_timeout_secs": 2, "validation_timeout_secs": 1, "validation_skip_ms": 0}
        """
            .formatted(postgres.getPort(), MOST_CONNECTIONS);
    Server.Answer created = server.post("/api/v1/pools", settings);
    assertEquals(created.body().toString(), 201, created.status());
    server.write(
        "io.fairlead.listener-away.cfg",
        "port = %d\nidentity.user = app\nidentity.database = postgres\nidentity.pool = away\n"
            .formatted(port));
    serves();
  }

  @After
  public void tidy() throws Exception {
    threads.shutdown();
    Files.delete(server.instance.resolve("etc/io.fairlead.listener-away.cfg"));
    Await.until(
        "the pool can be removed", SOON, () -> server.delete("/api/v1/pools/away").status() < 300);
    Await.until("the pool is gone", SOON, () -> server.get("/api/v1/pools/away").status() == 404);
    postgres.close();
  }

  @Test
  public void oneThatAnswersNoMoreCostsItsClientsTheirDeadlinesAndNothingElse() throws Exception {
    List<ProcessHandle> processes = processes();
    signal("STOP", processes);
    try {
      List<String> answers = askAtOnce();
      assertEquals(answers.toString(), CLIENTS, answers.size());
      assertTrue(answers.toString(), answers.stream().allMatch(a -> a.startsWith("error: ")));
      assertEquals("others are served", 200, server.get("/api/v1/about").status());
      try (FairleadClient other = server.client()) {
        assertEquals(List.of(List.of("1")), other.query("SELECT 1").rows());
      }
    } finally {
      signal("CONT", processes);
    }
    serves();
    whole();
  }

  @Test
  public void oneThatIsDeadIsNamedAndServesAgainWhenItIsBack() throws Exception {
    int databasePort = postgres.getPort();
    signal("KILL", processes());
    List<String> answers = askAtOnce();
    assertTrue(answers.toString(), answers.stream().allMatch(a -> a.startsWith("error: ")));
    JsonNode down =
        Await.until(
            "the pool says what is wrong",
            SOON,
            () -> server.get("/api/v1/pools/away").body(),
            pool -> pool.get("state").asText().equals("database_down"));
    assertTrue(down.toString(), down.at("/last_error/text").asText().length() > 10);
    assertTrue(
        "who asks now is told the cause",
        Await.until("an error", SOON, this::ask, a -> a.startsWith("error: ")).contains("refused"));
    postgres.close(); // gives up its lock on the folder
    Files.deleteIfExists(data.resolve("postmaster.pid"));
    postgres = postgres(databasePort);
    serves();
    whole();
  }

  private EmbeddedPostgres postgres(int databasePort) throws IOException {
    return EmbeddedPostgres.builder()
        .setDataDirectory(data)
        .setCleanDataDirectory(false)
        .setPort(databasePort)
        .start();
  }

  private List<ProcessHandle> processes() throws IOException {
    long pid = Long.parseLong(Files.readAllLines(data.resolve("postmaster.pid")).get(0));
    ProcessHandle postmaster = ProcessHandle.of(pid).orElseThrow();
    return Stream.concat(Stream.of(postmaster), postmaster.descendants()).toList();
  }

  private static void signal(String name, List<ProcessHandle> processes) throws Exception {
    List<String> command = new ArrayList<>(List.of("kill", "-" + name));
    processes.forEach(process -> command.add(String.valueOf(process.pid())));
    assertEquals(0, new ProcessBuilder(command).start().waitFor());
  }

  /** Each client's answer, when all have one. */
  private List<String> askAtOnce() throws Exception {
    List<Future<String>> asked = new ArrayList<>();
    for (int i = 0; i < CLIENTS; i++) {
      asked.add(threads.submit(this::ask));
    }
    List<String> answers = new ArrayList<>();
    for (Future<String> one : asked) {
      try {
        answers.add(one.get(SOON.toSeconds(), TimeUnit.SECONDS));
      } catch (ExecutionException e) {
        answers.add(String.valueOf(e.getCause()));
      }
    }
    return answers;
  }

  private String ask() throws IOException {
    try (FairleadClient client = FairleadClient.connect(new InetSocketAddress("127.0.0.1", port))) {
      return client.query("SELECT 1").rows().toString();
    } catch (ServerErrorException e) {
      return "error: " + e.getMessage();
    }
  }

  private void serves() {
    Await.until("SQL is answered", SOON, this::ask, "[[1]]"::equals);
  }

  /** Nothing is out, nobody waits, and it is as large as its settings say. */
  private void whole() {
    Await.until(
        "the pool is whole",
        SOON,
        () -> server.get("/api/v1/pools/away").body(),
        pool ->
            pool.get("state").asText().equals("running")
                && pool.get("active_connections").asInt() == 0
                && pool.get("waiting_requests").asInt() == 0
                && pool.get("total_connections").asInt() >= 2
                && pool.get("total_connections").asInt() <= MOST_CONNECTIONS);
  }

  private static int freePort() throws IOException {
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return free.getLocalPort();
    }
  }
}
