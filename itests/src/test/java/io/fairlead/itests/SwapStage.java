package io.fairlead.itests;

import io.fairlead.client.FairleadClient;
import io.fairlead.itests.swap.Everything;
import io.fairlead.itests.swap.Framework;
import io.fairlead.itests.swap.SqlTransactions;
import io.fairlead.itests.swap.Subscription;
import io.fairlead.itests.swap.Target;
import io.fairlead.itests.swap.Traffic;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** A server with everything that can be swapped, and clients for all of it. */
final class SwapStage implements AutoCloseable {

  private static final Duration SOON = Duration.ofSeconds(30);
  private static final AtomicInteger TABLES = new AtomicInteger();

  final Server server = Server.start();
  final Framework framework;
  private final EmbeddedPostgres postgres;
  private final InetSocketAddress ordersPort;
  private final InetSocketAddress echoPort;
  private final Target target;

  SwapStage() throws Exception {
    postgres = EmbeddedPostgres.builder().start();
    framework = Framework.of(server.instance);
    target =
        new Target(
            server.instance,
            URI.create(server.base()),
            Server.authorization(),
            server.nativeAddress(),
            server.http());
    // Who waits for a driver that is gone is told soon; an update takes less.
    require(200, server.put("/api/v1/pools/main", "{\"connection_timeout_secs\": 5}"));
    require(
        201,
        server.post(
            "/api/v1/pools",
"""
{"name": "orders", "driver": "org.postgresql.Driver", "url": "jdbc:postgresql://127.0.0.1:%d/postgres",
 "username": "postgres", "password": "postgres", "connection_timeout_secs": 5, "max_connections": 8}
"""
                .formatted(postgres.getPort())));
    ordersPort = listener("orders", "native", "orders");
    echoPort = listener("echo", "echo", "main");
    framework.install(
        new Framework.Origin("mvn:io.fairlead/fairlead-wire-echo/" + version(), "62"));
    serves(ordersPort);
  }

  private static void require(int status, Server.Answer answer) {
    if (answer.status() != status) {
      throw new AssertionError(answer.body().toString());
    }
  }

  private InetSocketAddress listener(String name, String protocol, String pool) {
    int port = Server.freePort();
    server.write(
        "io.fairlead.listener-" + name + ".cfg",
        "protocols = %s\nport = %d\nidentity.user = app\nidentity.database = %s\nidentity.pool = %s\n"
            .formatted(protocol, port, pool, pool));
    return new InetSocketAddress("127.0.0.1", port);
  }

  /** The built version, from the distribution's name. */
  private static String version() {
    String file = Path.of(System.getProperty("fairlead.distribution")).getFileName().toString();
    return file.replaceAll("^fairlead-karaf-(.*)\\.tar\\.gz$", "$1");
  }

  private static void serves(InetSocketAddress port) {
    Await.until(
        port + " serves",
        SOON,
        () -> {
          try (FairleadClient client = FairleadClient.connect(port)) {
            return !client.query("SELECT 1").rows().isEmpty();
          }
        });
  }

  InetSocketAddress port(String driverBundle) {
    return driverBundle.equals(Everything.H2) ? server.nativeAddress() : ordersPort;
  }

  SqlTransactions transactions(String driverBundle) throws IOException {
    return new SqlTransactions(port(driverBundle), "swapped_" + TABLES.incrementAndGet());
  }

  Subscription subscription() {
    return new Subscription(target);
  }

  /** Everything at once, but transactions and subscriptions. */
  List<Traffic> traffic() {
    return Everything.of(target, "orders", echoPort);
  }

  @Override
  public void close() throws Exception {
    framework.close();
    server.close();
    postgres.close();
  }
}
