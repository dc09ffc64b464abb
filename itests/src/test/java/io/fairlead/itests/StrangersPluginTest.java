package io.fairlead.itests;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fairlead.client.FairleadClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.After;
import org.junit.AfterClass;
import org.junit.BeforeClass;
import org.junit.Test;

/**
 * The tutorial's plug-in: built outside this tree against what the distribution ships, it adds an
 * operation to both surfaces, is replaced under load, and leaves nothing behind.
 */
public class StrangersPluginTest extends WithServer {

  private static final Duration SOON = Duration.ofSeconds(20);
  private static final String NOTICE = "{notice{text level revision applied}}";
  private static final int CLIENTS = 2;

  private static StrangersProject project;

  private final AtomicBoolean stop = new AtomicBoolean();
  private final List<Thread> threads = new ArrayList<>();

  @BeforeClass
  public static void build() throws Exception {
    project = StrangersProject.against(server.distribution());
    project.build();
  }

  @AfterClass
  public static void clean() {
    project.close();
  }

  @After
  public void undeploy() throws Exception {
    stopLoad();
    Files.deleteIfExists(StrangersProject.deployed(server));
    Await.until("the endpoint is gone", SOON, () -> status() == 404);
    Await.until("the field is gone", SOON, () -> server.graphql(NOTICE).has("errors"));
  }

  @Test
  public void theTutorialShowsTheExampleToTheLetter() throws Exception {
    String tutorial = Files.readString(StrangersProject.ROOT.resolve("docs/tutorial.md"));
    for (Path file : StrangersProject.files()) {
      assertTrue(file.toString(), tutorial.contains(Files.readString(file)));
    }
  }

  @Test
  public void itsOperationsAreOnBothSurfacesAndItsSettingIsKept() throws Exception {
    deploy();
    JsonNode shown = server.get("/api/v1/notice").body();
    assertEquals("All is well.", shown.get("text").asText());
    assertEquals(shown, server.graphql(NOTICE).at("/data/notice"));

    JsonNode put = server.put("/api/v1/notice", "{\"text\": \"Backup at 8\"}").body();
    assertTrue(put.toString(), put.get("applied").asBoolean());
    assertEquals("Backup at 8", server.graphql(NOTICE).at("/data/notice/text").asText());
    JsonNode mutated =
        server.graphql("mutation{updateNotice(notice:{level:\"warning\"}){text level}}");
    assertEquals("Backup at 8", mutated.at("/data/updateNotice/text").asText());
    assertEquals("warning", server.get("/api/v1/notice").body().get("level").asText());
    assertTrue(server.read("io.fairlead.notice.cfg").contains("Backup at 8"));

    server.write("io.fairlead.notice.cfg", "text = By hand\n");
    Await.until(
        "an edit by hand is seen",
        SOON,
        () -> server.get("/api/v1/notice").body().get("text").asText().equals("By hand"));
  }

  @Test
  public void whatIsWrongIsSaidAsEverywhere() throws Exception {
    deploy();
    Server.Answer loud = server.put("/api/v1/notice", "{\"level\": \"loud\", \"x\": 1}");
    assertEquals(422, loud.status());
    String errors = loud.body().toString();
    assertTrue(errors, errors.contains("one of info, warning") && errors.contains("no such field"));
    assertEquals(
        "INVALID",
        server
            .graphql("mutation{updateNotice(notice:{level:\"loud\"}){level}}")
            .at("/errors/0/extensions/code")
            .asText());
    assertEquals(
        412,
        server
            .call("PUT", "/api/v1/notice", "{\"text\":\"\"}", Map.of("If-Match", "\"old\""))
            .status());
  }

  @Test
  public void itsRolesHoldWhileItIsThere() throws Exception {
    deploy();
    server.post(
        "/api/v1/users", "{\"name\":\"vera\",\"password\":\"vera's own\",\"roles\":[\"viewer\"]}");
    Map<String, String> vera =
        Map.of(
            "Authorization",
            "Basic " + Base64.getEncoder().encodeToString("vera:vera's own".getBytes(UTF_8)));
    assertEquals(200, server.call("GET", "/api/v1/notice", null, vera).status());
    assertEquals(403, server.call("PUT", "/api/v1/notice", "{}", vera).status());
    String mutation = "{\"query\":\"mutation{updateNotice(notice:{}){text}}\"}";
    assertEquals(
        "FORBIDDEN",
        server
            .call("POST", "/graphql", mutation, vera)
            .body()
            .at("/errors/0/extensions/code")
            .asText());
  }

  @Test
  public void itIsReplacedUnderLoadAndNobodyElseNotices() throws Exception {
    JsonNode before = others();
    try (FairleadClient client = server.client()) {
      client.begin();
      deploy();
      Load rest = load(() -> status() == 200);
      Load graphql = load(() -> !server.graphql(NOTICE).has("errors"));
      Load others = load(() -> server.get("/api/v1/pools/main").status() == 200);
      assertEquals(422, server.put("/api/v1/notice", "{\"level\":\"alarm\"}").status());

      try (StrangersProject second = StrangersProject.against(server.distribution())) {
        second.edit("NoticeBoard.java", "\"warning\")", "\"warning\", \"alarm\")");
        second.build();
        second.deployTo(server);
        Await.until(
            "the new version answers",
            SOON,
            () -> server.put("/api/v1/notice", "{\"level\":\"alarm\"}").status() == 200);
      }
      long answered = others.answered().get();
      Await.until("the load goes on", SOON, () -> others.answered().get() > answered + 50);
      stopLoad();
      assertEquals(List.of(), List.copyOf(rest.lost()));
      assertEquals(List.of(), List.copyOf(graphql.lost()));
      assertEquals(List.of(), List.copyOf(others.lost()));

      undeploy();
      client.commit();
    }
    assertEquals(before, others());
    assertTrue(server.read("io.fairlead.notice.cfg").contains("alarm"));
  }

  @Test
  public void whatBreaksARuleIsLeftOutWithASentence() throws Exception {
    try (StrangersProject wrong = StrangersProject.against(server.distribution())) {
      wrong.edit("NoticeResource.java", "operationId = \"notice\"", "operationId = \"about\"");
      wrong.build();
      wrong.deployTo(server);
      JsonNode rejected =
          Await.until(
              "it is rejected",
              SOON,
              () -> server.get("/api/v1/plugins").body().get("rejected"),
              found -> found.size() > 0);
      String sentence = rejected.toString();
      assertTrue(sentence, sentence.contains("operationId about is that of resource"));
      assertEquals(404, status());
      assertEquals(200, server.get("/api/v1/about").status());
    }
    Files.delete(StrangersProject.deployed(server));
    Await.until(
        "the rejection is forgotten",
        SOON,
        () -> server.get("/api/v1/plugins").body().get("rejected").isEmpty());
  }

  private void deploy() throws Exception {
    project.deployTo(server);
    Await.until("the endpoint answers", SOON, () -> status() == 200);
    Await.until("the field answers", SOON, () -> !server.graphql(NOTICE).has("errors"));
  }

  private static int status() {
    return server.get("/api/v1/notice").status();
  }

  /** Every bundle but the stranger's, as the server reports it. */
  private static JsonNode others() {
    ObjectNode report = (ObjectNode) server.get("/api/v1/plugins").body();
    var bundles = report.withArray("bundles");
    for (int i = bundles.size() - 1; i >= 0; i--) {
      if (bundles.get(i).get("name").asText().equals("com.example.notice")) {
        bundles.remove(i);
      }
    }
    return report;
  }

  private record Load(AtomicLong answered, ConcurrentLinkedQueue<String> lost) {}

  private interface Look {
    boolean right();
  }

  /** Looks over and over until the test ends. */
  private Load load(Look look) {
    Load load = new Load(new AtomicLong(), new ConcurrentLinkedQueue<>());
    for (int i = 0; i < CLIENTS; i++) {
      Thread thread =
          new Thread(
              () -> {
                while (!stop.get()) {
                  try {
                    if (!look.right()) {
                      load.lost().add("a wrong answer after " + load.answered());
                    }
                  } catch (RuntimeException e) {
                    load.lost().add(e.toString());
                  }
                  load.answered().incrementAndGet();
                }
              },
              "load-" + threads.size());
      threads.add(thread);
      thread.start();
    }
    return load;
  }

  private void stopLoad() throws InterruptedException {
    stop.set(true);
    for (Thread thread : threads) {
      thread.join(10_000);
    }
  }
}
