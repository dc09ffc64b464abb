package io.fairlead.itests.swap;

import java.net.InetSocketAddress;
import java.util.List;
import java.util.Set;

/** Clients of everything that a server offers, but transactions and subscriptions. */
public final class Everything {

  public static final String REST = "io.fairlead.rest";
  public static final String REST_TRAFFIC = "io.fairlead.rest.traffic";
  public static final String REST_ACCESS = "io.fairlead.rest.access";
  public static final String GRAPHQL = "io.fairlead.graphql";
  public static final String GRAPHQL_TRAFFIC = "io.fairlead.graphql.traffic";
  public static final String GRAPHQL_ACCESS = "io.fairlead.graphql.access";
  public static final String OPENAPI = "io.fairlead.openapi";
  public static final String SHELL = "io.fairlead.shell";
  public static final String WIRE_ECHO = "io.fairlead.wire.echo";

  public static final String H2 = "com.h2database";
  public static final String POSTGRESQL = "org.postgresql.jdbc";

  private static final String POOLS = "{connectionPools {name state activeConnections}}";

  private Everything() {}

  /**
   * @param pool whose settings are changed again and again
   * @param echo where the protocol {@code echo} is spoken
   */
  public static List<Traffic> of(Target target, String pool, InetSocketAddress echo) {
    return List.of(
        new Traffic("visit", Set.of(), 1, false, SqlTransactions.visitors(target.sql())),
        quick("GET about", REST, HttpClients.get(target, "/api/v1/about")),
        quick("GET pools", REST_TRAFFIC, HttpClients.get(target, "/api/v1/pools")),
        quick("PUT pool", REST_TRAFFIC, HttpClients.putPool(target, pool)),
        new Traffic(
            "slow POST", Set.of(REST_TRAFFIC, POSTGRESQL), 1, true, HttpClients.slow(target)),
        quick("GET users", REST_ACCESS, HttpClients.get(target, "/api/v1/users")),
        quick("query about", GRAPHQL, HttpClients.graphql(target, "{about {version}}")),
        quick("query pools", GRAPHQL_TRAFFIC, HttpClients.graphql(target, POOLS)),
        quick("query users", GRAPHQL_ACCESS, HttpClients.graphql(target, "{users {name}}")),
        quick("openapi", OPENAPI, HttpClients.get(target, "/api-docs/openapi.json")),
        quick("shell", SHELL, () -> new ShellClient(target.instance(), "fairlead:about")),
        quick("echo", WIRE_ECHO, () -> new EchoClient(echo)));
  }

  private static Traffic quick(String name, String bundle, Client.Factory clients) {
    return new Traffic(name, Set.of(bundle), 1, false, clients);
  }
}
