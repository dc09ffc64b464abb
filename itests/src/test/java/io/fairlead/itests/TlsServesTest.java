package io.fairlead.itests;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.fairlead.client.FairleadClient;
import io.fairlead.client.Options;
import io.fairlead.client.Tls;
import io.fairlead.kernel.tls.TestCertificates;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.BeforeClass;
import org.junit.Test;

/**
 * Both ports serve TLS; a new certificate comes into force under load and nobody is dropped; who
 * shows a certificate is the user whom it names.
 */
public class TlsServesTest extends WithServer {

  private static final Duration SOON = Duration.ofSeconds(20);
  private static final TestCertificates AUTHORITY = TestCertificates.authority("CN=Test CA");

  private static int httpsPort;

  @BeforeClass
  public static void encrypt() throws IOException {
    Path etc = server.instance.resolve("etc");
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      httpsPort = socket.getLocalPort();
    }
    server.write(
        "io.fairlead.http.cfg",
        """
        https_port = %d
        tls.certificate = server.crt
        tls.key = server.key
        tls.client_ca = ca.crt
        tls.client_auth = optional
        """
            .formatted(httpsPort));
    server.write("io.fairlead.listener-native.cfg", listener("optional", "127.0.0.1"));
    Await.until(
        "both say that there are no files yet",
        SOON,
        () -> server.get("/api/v1/plugins").body().get("failed_configs").size() == 2);
    Files.writeString(etc.resolve("ca.crt"), AUTHORITY.chainPem());
    AUTHORITY.server("CN=first").write(etc, "server");
    AUTHORITY.client("CN=eve,O=Tests").write(etc, "eve");
    Await.until("both show the certificate", SOON, () -> certificates().size() == 2);
    Await.until(
        "both are as their files say",
        SOON,
        () -> server.get("/api/v1/plugins").body().get("failed_configs").isEmpty());
  }

  private static String listener(String clientAuth, String address) {
    return """
    protocols = native
    addresses = %s
    port = %d
    identity.user = app
    tls.certificate = server.crt
    tls.key = server.key
    tls.client_ca = ca.crt
    tls.client_auth = %s
    """
        .formatted(address, server.nativePort, clientAuth);
  }

  private static JsonNode certificates() {
    return server.get("/api/v1/certificates").body();
  }

  private static HttpClient https(TestCertificates... own) {
    return HttpClient.newBuilder().sslContext(AUTHORITY.clientContext(own)).build();
  }

  private static HttpResponse<String> get(HttpClient client, String path, String... headers)
      throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create("https://127.0.0.1:" + httpsPort + path));
    if (headers.length > 0) {
      request.headers(headers);
    }
    return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  private static FairleadClient sql(boolean asEve) throws IOException {
    Path etc = server.instance.resolve("etc");
    Tls tls =
        new Tls(
            Optional.of(etc.resolve("ca.crt")),
            asEve ? Optional.of(etc.resolve("eve.crt")) : Optional.empty(),
            asEve ? Optional.of(etc.resolve("eve.key")) : Optional.empty());
    return FairleadClient.connect(server.nativeAddress(), Options.DEFAULTS.with(tls));
  }

  @Test
  public void everythingIsSeenOnBothSurfacesAndIsTrue() throws Exception {
    try (FairleadClient client = sql(false)) {
      client.ping();
      assertTrue(server.get("/api/v1/network/connections").body().at("/data/0/tls").asBoolean());
    }
    assertTrue(
        server.get("/api/v1/network/protocols").body().get("encryption_enabled").asBoolean());
    JsonNode rest = certificates();
    assertEquals("https", rest.at("/0/used_by").asText());
    assertEquals("listener native", rest.at("/1/used_by").asText());
    assertEquals("optional", rest.at("/1/client_auth").asText());
    assertTrue(rest.at("/1/last_error").isNull());
    JsonNode graphql =
        server.graphql("{ certificates { usedBy subject expiresAt names clientAuth lastError } }");
    assertEquals(rest.at("/1/subject"), graphql.at("/data/certificates/1/subject"));
    assertEquals(rest.at("/1/expires_at"), graphql.at("/data/certificates/1/expiresAt"));
    assertEquals(2, graphql.at("/data/certificates/1/names").size());
  }

  @Test
  public void whatHttpsIsServedWithIsSeenAndSetOverTheSurfaces() throws Exception {
    String path = "/api/v1/https/config";
    JsonNode before = server.get(path).body();
    assertEquals(httpsPort, before.get("https_port").asInt());
    assertEquals("server.key", before.at("/tls/key").asText());
    Server.Answer changed =
        server.put(
            path, "{\"tls\": {\"handshake_timeout_secs\": 7, \"client_auth\": \"optional\"}}");
    assertEquals(changed.body().toString(), 200, changed.status());
    assertEquals("the rest stays", "server.crt", changed.body().at("/tls/certificate").asText());
    JsonNode shown =
        server.graphql("{httpsConfig{httpsPort tls{certificate handshakeTimeoutSecs} applied}}");
    assertEquals(
        shown.toString(), 7, shown.at("/data/httpsConfig/tls/handshakeTimeoutSecs").asInt());
    assertTrue(
        Files.readString(server.instance.resolve("etc/io.fairlead.http.cfg"))
            .contains("tls.handshake_timeout_secs = 7"));
    assertEquals(422, server.put(path, "{\"tls\": {\"client_auth\": \"whoever\"}}").status());

    JsonNode wrong =
        server.graphql(
            "mutation{updateHttpsConfig(config:{tls:{certificate:\"none.crt\"}}){applied"
                + " configError tls{certificate}}}");
    JsonNode refused = wrong.at("/data/updateHttpsConfig");
    assertFalse(wrong.toString(), refused.get("applied").asBoolean());
    assertTrue(wrong.toString(), refused.get("configError").asText().contains("none.crt"));
    assertEquals("what serves on", "server.crt", refused.at("/tls/certificate").asText());
    assertEquals(
        200, get(https(), "/api/v1/about", "Authorization", Server.authorization()).statusCode());
    assertEquals(200, server.put(path, "{\"tls\": {\"certificate\": \"server.crt\"}}").status());
    assertTrue(server.get(path).body().get("applied").asBoolean());
  }

  @Test
  public void aNewCertificateUnderLoadDropsNobody() throws Exception {
    AtomicBoolean stop = new AtomicBoolean();
    AtomicInteger requests = new AtomicInteger();
    AtomicReference<Throwable> lost = new AtomicReference<>();
    List<Thread> load = new ArrayList<>();
    load.add(loading(stop, lost, () -> oneConnection(stop, requests)));
    load.add(
        loading(
            stop,
            lost,
            () -> {
              while (!stop.get()) {
                try (FairleadClient each = sql(false)) {
                  each.query("SELECT 1");
                  requests.incrementAndGet();
                }
              }
            }));
    HttpClient kept = https();
    load.add(
        loading(
            stop,
            lost,
            () -> {
              while (!stop.get()) {
                assertEquals(
                    200,
                    get(kept, "/api/v1/about", "Authorization", Server.authorization())
                        .statusCode());
                requests.incrementAndGet();
              }
            }));
    for (int round = 0; round < 3; round++) {
      String subject = "CN=round " + round;
      AUTHORITY.server(subject).write(server.instance.resolve("etc"), "server");
      int before = requests.get();
      Await.until(
          "the new one is in force everywhere",
          SOON,
          () -> {
            if (lost.get() != null) {
              throw new AssertionError("somebody was dropped", lost.get());
            }
            return certificates().at("/0/subject").asText().equals(subject)
                && certificates().at("/1/subject").asText().equals(subject)
                && requests.get() > before + 10;
          });
    }
    server.write("server.crt", "nonsense");
    Await.until(
        "what is wrong is said",
        SOON,
        () ->
            certificates().at("/0/last_error").asText().contains("server.crt")
                && server
                    .get("/api/v1/network/status")
                    .body()
                    .at("/reasons")
                    .toString()
                    .contains("goes on with the certificate that it has"));
    assertEquals(200, server.send("GET", "/health/ready", null, Map.of()).statusCode());
    AUTHORITY.server("CN=right again").write(server.instance.resolve("etc"), "server");
    Await.until("it is right again", SOON, () -> certificates().at("/0/last_error").isNull());
    stop.set(true);
    for (Thread each : load) {
      each.join(SOON.toMillis());
      assertFalse(each.isAlive());
    }
    if (lost.get() != null) {
      throw new AssertionError("somebody was dropped", lost.get());
    }
  }

  private static void oneConnection(AtomicBoolean stop, AtomicInteger requests) throws IOException {
    try (FairleadClient kept = sql(true)) {
      kept.begin();
      while (!stop.get()) {
        kept.query("SELECT 1");
        requests.incrementAndGet();
      }
      kept.commit();
    }
  }

  private interface Load {
    void run() throws Exception;
  }

  private static Thread loading(AtomicBoolean stop, AtomicReference<Throwable> lost, Load load) {
    Thread thread =
        new Thread(
            () -> {
              try {
                load.run();
              } catch (Exception | AssertionError e) {
                lost.compareAndSet(null, e);
                stop.set(true);
              }
            },
            "tls-load");
    thread.start();
    return thread;
  }

  @Test
  public void aCertificateIsTheUserThatItNamesWithThatOnesRoles() throws Exception {
    HttpClient eve = https(AUTHORITY.client("CN=eve,O=Tests"));
    assertEquals("nobody of that name", 401, get(eve, "/api/v1/about").statusCode());
    assertEquals(401, get(https(), "/api/v1/about").statusCode());
    server.post(
        "/api/v1/users",
        "{\"name\": \"eve\", \"password\": \"a long one of eve's\", \"roles\": [\"viewer\"]}");
    assertEquals(200, get(eve, "/api/v1/about").statusCode());
    assertEquals(
        "eve",
        Server.JSON.readTree(get(eve, "/api/v1/auth/validate").body()).get("username").asText());
    HttpRequest pool =
        HttpRequest.newBuilder(URI.create("https://127.0.0.1:" + httpsPort + "/api/v1/pools"))
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString("{}"))
            .build();
    assertEquals(403, eve.send(pool, HttpResponse.BodyHandlers.ofString()).statusCode());
    String graphql = get(eve, "/graphql?query=%7Babout%7Bversion%7D%7D").body();
    assertTrue(graphql, graphql.contains("\"version\""));
    assertEquals("connection_ack", firstOfSocket(eve));
    assertEquals(
        "what the request says goes first",
        401,
        get(eve, "/api/v1/about", "Authorization", "Basic eDp5").statusCode());
    server.delete("/api/v1/users/eve");
    assertEquals("she is gone", 401, get(eve, "/api/v1/about").statusCode());

    try (FairleadClient client = sql(true)) {
      client.ping();
      assertEquals(
          "eve", server.get("/api/v1/sessions?user=eve").body().at("/data/0/user").asText("eve"));
      assertEquals(1, server.get("/api/v1/sessions?user=eve").body().get("total_count").asInt());
    }
  }

  private static String firstOfSocket(HttpClient client) throws Exception {
    CompletableFuture<String> first = new CompletableFuture<>();
    WebSocket socket =
        client
            .newWebSocketBuilder()
            .subprotocols("graphql-transport-ws")
            .buildAsync(
                URI.create("wss://127.0.0.1:" + httpsPort + "/graphql/ws"),
                new WebSocket.Listener() {
                  @Override
                  public CompletionStage<?> onText(
                      WebSocket from, CharSequence data, boolean last) {
                    first.complete(data.toString());
                    from.request(1);
                    return null;
                  }
                })
            .join();
    socket.sendText("{\"type\":\"connection_init\"}", true).join();
    String type =
        Server.JSON
            .readTree(first.get(SOON.toSeconds(), java.util.concurrent.TimeUnit.SECONDS))
            .get("type")
            .asText();
    socket.abort();
    return type;
  }

  @Test
  public void beyondLoopbackOnlyWithProofOrWithTheDangersName() throws Exception {
    try {
      server.write("io.fairlead.listener-native.cfg", listener("optional", "0.0.0.0"));
      Await.until(
          "it is refused",
          SOON,
          () ->
              server
                  .get("/api/v1/plugins")
                  .body()
                  .get("failed_configs")
                  .toString()
                  .contains("tls.client_auth = required"));
      server.write("io.fairlead.listener-native.cfg", listener("required", "0.0.0.0"));
      Await.until(
          "it is taken",
          SOON,
          () -> certificates().at("/1/client_auth").asText().equals("required"));
      assertThrows(
          IOException.class,
          () -> {
            try (FairleadClient nobody = sql(false)) {
              nobody.ping();
            }
          });
      try (FairleadClient eve = sql(true)) {
        eve.ping();
      }
    } finally {
      server.write("io.fairlead.listener-native.cfg", listener("optional", "127.0.0.1"));
      Await.until(
          "as before", SOON, () -> certificates().at("/1/client_auth").asText().equals("optional"));
    }
  }
}
