package io.fairlead.itests;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Base64;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.After;
import org.junit.Before;
import org.junit.Test;

/**
 * The first block of {@code docs/upgrade.md}, run as it stands there, on somebody who has left all
 * at its default: only {@code /opt} and {@code /var/lib} are other folders.
 */
public class UpgradeByTheDocumentTest {

  private static final String PASSWORD = "a-password-of-the-tests";
  private static final Path DOCUMENT = Path.of("..", "docs", "upgrade.md");

  private final Path folder =
      Path.of("target", "upgrade-" + ProcessHandle.current().pid()).toAbsolutePath();
  private final Path opt = folder.resolve("opt");
  private final Path home = folder.resolve("var/lib/fairlead");
  private final HttpClient http = HttpClient.newHttpClient();
  private final int port = Server.freePort();

  @Before
  public void start() throws Exception {
    Path former = Files.createDirectories(opt.resolve("fairlead"));
    Files.createDirectories(home.getParent());
    Server.unpack(former);
    newer();
    Path etc = Files.createDirectories(former.resolve("instance/etc"));
    String shipped = Files.readString(former.resolve("etc/org.apache.felix.http.cfg"));
    Files.writeString(
        etc.resolve("org.apache.felix.http.cfg"),
        shipped.replaceAll(
            "(?m)^org\\.osgi\\.service\\.http\\.port\\s*=.*$",
            "org.osgi.service.http.port = " + port));
    Files.writeString(
        etc.resolve("io.fairlead.listener-native.cfg"),
        """
        protocols = native
        addresses = 127.0.0.1
        port = %d
        identity.user = app
        identity.database = main
        identity.pool = main
        """
            .formatted(Server.freePort()));
    assertEquals(0, bash(opt.resolve("fairlead/bin/fairlead") + " start"));
  }

  /** The same as another build, as a file. */
  private void newer() throws Exception {
    Path next = Files.createDirectories(folder.resolve("next/fairlead-karaf"));
    Server.unpack(next);
    Files.writeString(
        next.resolve("lib/build.properties"), "next=true\n", StandardOpenOption.APPEND);
    assertEquals(
        0,
        bash(
            "tar czf %s/fairlead-karaf-NEW.tar.gz -C %s fairlead-karaf"
                .formatted(opt, next.getParent())));
  }

  @After
  public void stop() throws Exception {
    bash("FAIRLEAD_HOME=%s %s/fairlead/bin/fairlead stop".formatted(home, opt));
    bash("rm -rf " + folder);
  }

  @Test
  public void theBlockLeavesTheInstanceInForceUnderTheNewDistribution() throws Exception {
    String changed = call("PUT", "{\"max_connections\": 33}");
    assertTrue(changed, changed.contains("\"max_connections\":33"));

    assertEquals(
        0,
        bash(
            block()
                .replace("/opt", opt.toString())
                .replace("/var/lib", home.getParent().toString())));

    String kept = call("GET", "");
    assertTrue(kept, kept.contains("\"max_connections\":33"));
    assertTrue(
        "another distribution was started on it", Files.exists(home.resolve("data/etc-before")));
    assertTrue(
        Files.readString(opt.resolve("fairlead/lib/build.properties")).contains("next=true"));
    assertFalse(Files.exists(opt.resolve("fairlead/instance")));
    assertFalse(Files.exists(opt.resolve("fairlead.old/instance")));
    assertTrue(Files.exists(home.resolveSibling("fairlead.before/etc")));
  }

  private static String block() throws IOException {
    Matcher matcher =
        Pattern.compile("(?s)```\n(.*?)```").matcher(Files.readString(DOCUMENT, UTF_8));
    assertTrue(matcher.find());
    return matcher.group(1);
  }

  private int bash(String script) throws Exception {
    ProcessBuilder builder = new ProcessBuilder("bash", "-e", "-c", script);
    builder.environment().remove("FAIRLEAD_HOME");
    builder.environment().put("FAIRLEAD_ADMIN_PASSWORD", PASSWORD);
    Files.createDirectories(folder);
    builder.redirectErrorStream(true);
    builder.redirectOutput(
        ProcessBuilder.Redirect.appendTo(new File(folder.toFile(), "console.log")));
    Process process = builder.start();
    assertTrue(script, process.waitFor(4, TimeUnit.MINUTES));
    if (process.exitValue() != 0) {
      System.err.println(Files.readString(folder.resolve("console.log")));
    }
    return process.exitValue();
  }

  private String call(String method, String body) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/api/v1/pools/main"))
            .header(
                "Authorization",
                "Basic "
                    + Base64.getEncoder().encodeToString(("admin:" + PASSWORD).getBytes(UTF_8)))
            .header("Content-Type", "application/json")
            .method(method, HttpRequest.BodyPublishers.ofString(body))
            .build();
    return http.send(request, HttpResponse.BodyHandlers.ofString()).body().replace(" ", "");
  }
}
