package io.fairlead.tracing;

import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the conventions want to know of a database, and no more of its address than that: further
 * parts of it may be secrets.
 *
 * @param system one of the names that the conventions know; {@code other_sql} for others
 */
record Database(String system, Optional<String> host, Optional<Integer> port) {

  /** For a pool that is not there, or has an address that says nothing. */
  static final Database UNKNOWN = new Database("other_sql", Optional.empty(), Optional.empty());

  private static final Map<String, String> SYSTEMS =
      Map.of(
          "h2", "h2database",
          "hsqldb", "hsqldb",
          "derby", "derby",
          "mariadb", "mariadb",
          "mysql", "mysql",
          "oracle", "oracle.db",
          "postgresql", "postgresql",
          "sqlite", "sqlite",
          "sqlserver", "microsoft.sql_server");

  private static final Pattern SYSTEM = Pattern.compile("jdbc:([a-z0-9]+):.*", Pattern.DOTALL);

  /** One host; with several it is not known which one served. */
  private static final Pattern HOST =
      Pattern.compile(
          "jdbc:[a-z0-9]+://(\\[[0-9A-Fa-f:.]+]|[A-Za-z0-9._-]+)(?::(\\d{1,5}))?(?:[/?;].*)?",
          Pattern.DOTALL);

  static Database of(String url) {
    Matcher system = SYSTEM.matcher(url);
    if (!system.matches()) {
      return UNKNOWN;
    }
    String name = SYSTEMS.getOrDefault(system.group(1), UNKNOWN.system());
    Matcher host = HOST.matcher(url);
    return host.matches()
        ? new Database(
            name,
            Optional.of(host.group(1)),
            Optional.ofNullable(host.group(2)).map(Integer::valueOf))
        : new Database(name, Optional.empty(), Optional.empty());
  }
}
