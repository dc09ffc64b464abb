package io.fairlead.wire;

import static io.fairlead.kernel.settings.Setting.hot;

import io.fairlead.kernel.error.Fault;
import io.fairlead.kernel.settings.Rules;
import io.fairlead.kernel.settings.Setting;
import io.fairlead.kernel.settings.Setting.Rule;
import io.fairlead.kernel.settings.Setting.Type;
import io.fairlead.kernel.settings.SettingsSchema;
import io.fairlead.kernel.settings.SettingsValues;
import io.fairlead.kernel.tls.ClientAuth;
import io.fairlead.kernel.tls.TlsSettings;
import io.fairlead.traffic.pool.Priority;
import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a listener is told: where it listens, what it speaks, and as whom its clients come.
 *
 * @param addresses IP addresses, no names: what a name means may change without anybody's doing
 * @param port 0 for one that the system picks, which is kept while the settings ask for 0
 */
record ListenerSettings(
    List<String> protocols,
    List<String> addresses,
    int port,
    int backlog,
    int maxConnections,
    boolean reuseAddress,
    Duration drain,
    boolean allowUnauthenticatedRemote,
    boolean allowPlaintextRemote,
    Optional<TlsSettings> tls,
    String user,
    String database,
    String pool,
    Optional<Priority> priority,
    Map<String, String> attributes) {

  private static final Rule NAME =
      Rules.matching("[a-z][a-z0-9_]{0,62}", "a name like [a-z][a-z0-9_]{0,62}");

  private static final Rule NAMES =
      value ->
          ((List<?>) value).isEmpty()
              ? "at least one name like [a-z][a-z0-9_]{0,62}"
              : NAME.violatedExpectation(value);

  private static final Rule ADDRESSES =
      value ->
          !((List<?>) value).isEmpty()
                  && ((List<?>) value).stream().allMatch(a -> address((String) a) != null)
              ? null
              : "IP addresses, at least one";

  private static final List<Setting> OWN =
      List.of(
          hot("protocols", Type.LIST, "native", NAMES, "Protocols by name, tried in order."),
          hot("transport", Type.TEXT, "tcp", Rules.oneOf("tcp"), "How bytes come."),
          hot("addresses", Type.LIST, "127.0.0.1", ADDRESSES, "Where it listens."),
          hot("port", Type.INTEGER, "7432", Rules.between(0, 65_535), "0: any free port."),
          hot(
              "backlog",
              Type.INTEGER,
              "1024",
              Rules.between(1, 65_535),
              "How many connections may wait to be accepted."),
          hot(
              "max_connections",
              Type.INTEGER,
              "10000",
              Rules.between(1, 1_000_000),
              "More clients at one time are refused."),
          hot(
              "reuse_address",
              Type.BOOLEAN,
              "true",
              Rule.ANY,
              "SO_REUSEADDR; takes hold with the next bind."),
          hot(
              "drain_secs",
              Type.INTEGER,
              "30",
              Rules.between(0, 3_600),
              "How long clients may finish when the listener or their protocol goes."),
          hot(
              "allow_unauthenticated_remote",
              Type.BOOLEAN,
              "false",
              Rule.ANY,
              "Lets everybody in who reaches a port whose protocol cannot authenticate."),
          hot(
              "allow_plaintext_remote",
              Type.BOOLEAN,
              "false",
              Rule.ANY,
              "Lets a port without TLS be reached from elsewhere: everybody on the way reads"
                  + " along."),
          hot("identity.user", Type.TEXT, "app", Rules.notBlank(), "Whose sessions."),
          hot("identity.database", Type.TEXT, "main", Rules.notBlank(), "Which database."),
          hot("identity.pool", Type.TEXT, "main", NAME, "Which pool serves them."),
          hot(
              "identity.priority",
              Type.TEXT,
              null,
              Rules.oneOf(Priority.words()),
              "How urgent their loans are: low, normal, high or critical; the partition's when"
                  + " there is none."),
          identity("application"),
          identity("service"),
          identity("tenant"),
          identity("resource_group"));

  static final SettingsSchema SCHEMA =
      new SettingsSchema(
          Stream.concat(OWN.stream(), TlsSettings.SETTINGS.stream()).toList(),
          List.of(ListenerSettings::twice, TlsSettings::faults));

  static ListenerSettings read(Map<String, String> stored) {
    SettingsValues values = SCHEMA.read(stored);
    return new ListenerSettings(
        values.list("protocols"),
        values.list("addresses"),
        values.integer("port"),
        values.integer("backlog"),
        values.integer("max_connections"),
        values.bool("reuse_address"),
        values.seconds("drain_secs"),
        values.bool("allow_unauthenticated_remote"),
        values.bool("allow_plaintext_remote"),
        TlsSettings.of(values),
        values.text("identity.user"),
        values.text("identity.database"),
        values.text("identity.pool"),
        values.optionalText("identity.priority").flatMap(Priority::of),
        attributes(values));
  }

  /** What a pool's partitions can be found by. */
  private static final List<String> ATTRIBUTES =
      List.of("application", "service", "tenant", "resource_group");

  private static Setting identity(String name) {
    return hot(
        "identity." + name,
        Type.TEXT,
        null,
        Rules.notLongerThan(200),
        "The " + name + " that a pool's partition is found by.");
  }

  private static Map<String, String> attributes(SettingsValues values) {
    Map<String, String> attributes = new HashMap<>();
    attributes.put("database", values.text("identity.database"));
    for (String name : ATTRIBUTES) {
      values.optionalText("identity." + name).ifPresent(value -> attributes.put(name, value));
    }
    return Map.copyOf(attributes);
  }

  /** The address that the text is; null when it is none. */
  static @Nullable InetAddress address(String text) {
    return NetUtil.createInetAddressFromIpAddressString(text);
  }

  /** Whether nobody gets past the handshake who does not prove who it is. */
  boolean tlsAuthenticates() {
    return tls.map(TlsSettings::clientAuth).filter(ClientAuth.REQUIRED::equals).isPresent();
  }

  boolean loopbackOnly() {
    return addresses.stream().allMatch(a -> Objects.requireNonNull(address(a)).isLoopbackAddress());
  }

  private static List<Fault> twice(SettingsValues values) {
    List<String> addresses = values.list("addresses");
    return new HashSet<>(addresses).size() == addresses.size()
        ? List.of()
        : List.of(new Fault("addresses", String.join(",", addresses), "each address once"));
  }
}
