package io.fairlead.itests;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Arrays;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import javax.inject.Inject;
import javax.sql.DataSource;
import org.junit.Before;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.ops4j.pax.exam.Configuration;
import org.ops4j.pax.exam.Option;
import org.ops4j.pax.exam.junit.PaxExam;
import org.ops4j.pax.exam.spi.reactors.ExamReactorStrategy;
import org.ops4j.pax.exam.spi.reactors.PerClass;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceReference;

/**
 * A bundle takes a pool from the service registry by the name that JNDI and Karaf's {@code jdbc}
 * commands know it by, and what it keeps when it stops comes home.
 */
@RunWith(PaxExam.class)
@ExamReactorStrategy(PerClass.class)
public class BundlesBorrowFromThePoolTest {

  private static final Duration SOON = Duration.ofSeconds(30);

  /** How Karaf's {@code jdbc:query} finds a DataSource by its name. */
  private static final String AS_KARAF_LOOKS =
      "(|(osgi.jndi.service.name=%1$s)(datasource=%1$s)(name=%1$s)(service.id=%1$s))";

  @Inject private BundleContext context;

  private final HttpClient http = HttpClient.newHttpClient();
  private String base = "";
  private String authorization = "";

  @Configuration
  public Option[] distribution() {
    return new Option[] {Exam.distribution()};
  }

  @Before
  public void awaitReady() throws IOException {
    base = OwnServer.base();
    Await.until(
        "the server is ready",
        Duration.ofSeconds(60),
        () -> send("GET", "/health/ready", "").statusCode() == 200);
    authorization = OwnServer.authorization();
  }

  private HttpResponse<String> send(String method, String path, String body) {
    try {
      HttpRequest.Builder request =
          HttpRequest.newBuilder(URI.create(base + path))
              .header("Content-Type", "application/json")
              .timeout(Duration.ofSeconds(20))
              .method(method, BodyPublishers.ofString(body));
      if (!authorization.isEmpty()) {
        request.header("Authorization", authorization);
      }
      return http.send(request.build(), BodyHandlers.ofString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private ServiceReference<DataSource> find(BundleContext in, String name) throws Exception {
    return Await.until(
        "the DataSource " + name + " is there", SOON, () -> found(in, name), r -> r != null);
  }

  private static ServiceReference<DataSource> found(BundleContext in, String name)
      throws Exception {
    return in.getServiceReferences(DataSource.class, AS_KARAF_LOOKS.formatted(name)).stream()
        .findFirst()
        .orElse(null);
  }

  private void pool(String name) {
    HttpResponse<String> created =
        send(
            "POST",
            "/api/v1/pools",
            """
            {"name": "%1$s", "driver": "org.h2.Driver", "url": "jdbc:h2:mem:%1$s;DB_CLOSE_DELAY=-1",
             "username": "sa", "min_connections": 1, "max_connections": 2}
            """
                .formatted(name));
    assertEquals(created.body(), 201, created.statusCode());
  }

  private Bundle guest(String name) throws Exception {
    Manifest manifest = new Manifest();
    Attributes headers = manifest.getMainAttributes();
    headers.putValue("Manifest-Version", "1.0");
    headers.putValue("Bundle-ManifestVersion", "2");
    headers.putValue("Bundle-SymbolicName", name);
    headers.putValue("Import-Package", "javax.sql");
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    new JarOutputStream(bytes, manifest).close();
    Bundle bundle =
        context.installBundle("guest:" + name, new ByteArrayInputStream(bytes.toByteArray()));
    bundle.start();
    return bundle;
  }

  @Test
  public void whatABundleKeepsWhenItStopsComesHomeAndIsNamed() throws Exception {
    pool("kept");
    Bundle guest = guest("io.acme.forgetful");
    BundleContext inside = guest.getBundleContext();
    ServiceReference<DataSource> reference = find(inside, "fairlead/kept");
    assertEquals("fairlead/kept", reference.getProperty("dataSourceName"));
    assertEquals("org.h2.Driver", reference.getProperty("osgi.jdbc.driver.class"));
    assertTrue(String.valueOf(reference.getProperty("url")).startsWith("jdbc:h2:mem:kept"));
    assertEquals("sa", reference.getProperty("user"));
    String shown = send("GET", "/api/v1/pools/kept", "").body();
    assertTrue(shown, shown.replace(" ", "").contains("\"data_source\":\"fairlead/kept\""));
    Connection kept = inside.getService(reference).getConnection();
    kept.setAutoCommit(false);
    Statement statement = kept.createStatement();
    statement.execute("CREATE TABLE t (x INT)");
    statement.execute("INSERT INTO t VALUES (1)");
    String seen = send("GET", "/api/v1/connections", "").body();
    assertTrue(seen, seen.contains("io.acme.forgetful"));

    guest.stop();

    assertTrue(kept.isClosed());
    SQLException gone = assertThrows(SQLException.class, () -> statement.execute("SELECT 1"));
    assertEquals("08003", gone.getSQLState());
    Await.until(
        "nothing of it is out",
        SOON,
        () -> !send("GET", "/api/v1/connections", "").body().contains("io.acme.forgetful"));
    String metrics = send("GET", "/metrics", "").body();
    assertTrue(
        metrics,
        metrics
            .lines()
            .anyMatch(
                l ->
                    l.startsWith("fairlead_datasource_leaks_total")
                        && l.contains("io.acme.forgetful")
                        && l.contains("kept")
                        && l.endsWith(" 1.0")));
    String leaks = send("GET", "/api/v1/pools/kept/leaks", "").body().replace(" ", "");
    assertTrue(leaks, leaks.contains("\"user\":\"io.acme.forgetful\""));
    assertTrue(leaks, leaks.contains("\"state\":\"reclaimed\""));
    assertTrue(leaks, leaks.contains("INSERTINTOtVALUES(1)"));
    try (Connection next = context.getService(find(context, "fairlead/kept")).getConnection();
        Statement count = next.createStatement();
        ResultSet rows = count.executeQuery("SELECT count(*) FROM t")) {
      assertTrue(rows.next());
      assertEquals("its transaction was rolled back", 0, rows.getInt(1));
    }
    guest.uninstall();
  }

  @Test
  public void whatABundleHoldsForTooLongIsNamedOnEachSurfaceAndTakenBack() throws Exception {
    pool("slow");
    HttpResponse<String> set =
        send(
            "PUT",
            "/api/v1/pools/slow",
            """
            {"leak": {"threshold_secs": 1, "action": "reclaim", "capture": "stack"}}\
            """);
    assertEquals(set.body(), 200, set.statusCode());
    Bundle guest = guest("io.acme.slow");
    BundleContext inside = guest.getBundleContext();
    Connection kept = inside.getService(find(inside, "fairlead/slow")).getConnection();
    String leaks =
        Await.until(
            "it is named",
            SOON,
            () -> send("GET", "/api/v1/pools/slow/leaks", "").body().replace(" ", ""),
            body -> body.contains("\"state\":\"reclaimed\""));
    assertTrue(leaks, leaks.contains("\"user\":\"io.acme.slow\""));
    assertTrue(leaks, leaks.contains("BundleDataSource.getConnection"));
    assertTrue(leaks, leaks.contains("\"allocated_at\":"));
    String query =
        "{\"query\":\"{connectionLeaks(poolId:\\\"slow\\\"){detectedLeaks{user state stack}}}\"}";
    String twin = send("POST", "/graphql", query).body();
    assertTrue(twin, twin.contains("io.acme.slow") && twin.contains("reclaimed"));
    SQLException gone = assertThrows(SQLException.class, kept::createStatement);
    assertEquals("08003", gone.getSQLState());
    guest.uninstall();
  }

  @Test
  public void aTransactionThatABundleForgetsIsRolledBackAndItIsTold() throws Exception {
    pool("idle");
    send("PUT", "/api/v1/pools/idle", "{\"idle_in_transaction_timeout_secs\": 1}");
    DataSource source = context.getService(find(context, "fairlead/idle"));
    Connection kept = source.getConnection();
    Statement statement = kept.createStatement();
    statement.execute("CREATE TABLE t (x INT)");
    kept.setAutoCommit(false);
    statement.execute("INSERT INTO t VALUES (1)");
    Await.until("it is ended", SOON, kept::isClosed);
    SQLException gone = assertThrows(SQLException.class, () -> statement.execute("SELECT 1"));
    assertEquals("08003", gone.getSQLState());
    assertTrue(gone.getMessage(), gone.getMessage().contains("idle in transaction timeout"));
    try (Connection next = source.getConnection();
        Statement count = next.createStatement();
        ResultSet rows = count.executeQuery("SELECT count(*) FROM t")) {
      assertTrue(rows.next());
      assertEquals(0, rows.getInt(1));
    }
  }

  @Test
  public void aDataSourceComesAndGoesWithItsPool() throws Exception {
    pool("passing");
    DataSource source = context.getService(find(context, "passing"));
    Connection kept = source.getConnection();
    try (PreparedStatement sum = kept.prepareStatement("SELECT ? + 1")) {
      sum.setInt(1, 41);
      try (ResultSet rows = sum.executeQuery()) {
        assertTrue(rows.next());
        assertEquals(42, rows.getInt(1));
      }
    }
    int deleted = send("DELETE", "/api/v1/pools/passing", "").statusCode();
    assertTrue("" + deleted, deleted < 300);
    Await.until("it goes with its pool", SOON, () -> found(context, "passing") == null);
    assertFalse("what is lent ends in peace", kept.isClosed());
    assertThrows(SQLException.class, source::getConnection);
    kept.close();
    Await.until(
        "the pool is gone",
        SOON,
        () -> send("GET", "/api/v1/pools/passing", "").statusCode() == 404);
  }

  @Test
  public void whileTheDoorIsSwappedWhatIsLentGoesOn() throws Exception {
    pool("swapped");
    Connection kept = context.getService(find(context, "swapped")).getConnection();
    Bundle door =
        Arrays.stream(context.getBundles())
            .filter(b -> "io.fairlead.pool.datasource".equals(b.getSymbolicName()))
            .findFirst()
            .orElseThrow();
    door.stop();
    assertEquals(null, found(context, "swapped"));
    String shown = send("GET", "/api/v1/pools/swapped", "").body();
    assertTrue(shown, shown.replace(" ", "").contains("\"data_source\":null"));
    try (Statement statement = kept.createStatement()) {
      assertTrue(statement.execute("SELECT 1"));
    }
    kept.close();
    door.start();
    try (Connection again = context.getService(find(context, "swapped")).getConnection()) {
      assertTrue(again.isValid(5));
    }
  }
}
