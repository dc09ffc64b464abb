package io.fairlead.shell;

import io.fairlead.kernel.access.UserAdmin;
import io.fairlead.kernel.access.UserView;
import io.fairlead.kernel.config.ConfigId;
import io.fairlead.kernel.error.Invalid;
import io.fairlead.kernel.error.NotFound;
import io.fairlead.kernel.error.Unavailable;
import io.fairlead.kernel.instance.AboutSource;
import io.fairlead.kernel.plugin.Plugins;
import io.fairlead.kernel.settings.Setting;
import io.fairlead.kernel.settings.SettingsSchema;
import io.fairlead.traffic.network.Network;
import io.fairlead.traffic.network.NetworkConnection;
import io.fairlead.traffic.pool.ConnectionFilter;
import io.fairlead.traffic.pool.ConnectionView;
import io.fairlead.traffic.pool.DrainRequest;
import io.fairlead.traffic.pool.PoolView;
import io.fairlead.traffic.pool.Pools;
import io.fairlead.traffic.session.SessionFilter;
import io.fairlead.traffic.session.SessionView;
import io.fairlead.traffic.session.Sessions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The table of operations: what the other surfaces have, under the same names. */
final class Operations {

  private static final long DRAIN_SECS = 30;

  private final Supplier<Optional<Pools>> pools;
  private final Supplier<Optional<Sessions>> sessions;
  private final Supplier<Optional<Network>> network;
  private final Supplier<Optional<UserAdmin>> users;
  private final List<Operation> all = new ArrayList<>();

  Operations(
      Supplier<Optional<Pools>> pools,
      Supplier<Optional<Sessions>> sessions,
      Supplier<Optional<Network>> network,
      Supplier<Optional<UserAdmin>> users,
      AboutSource about,
      Plugins plugins) {
    this.pools = pools;
    this.sessions = sessions;
    this.network = network;
    this.users = users;
    plain("about", "What runs here", a -> about.about());
    plain("plugins", "Bundles, what they offer, what was rejected and why", a -> plugins.report());
    poolOperations();
    sessionOperations();
    networkOperations();
    userOperations();
  }

  List<Operation> all() {
    return List.copyOf(all);
  }

  private void poolOperations() {
    list(
        "connectionPools",
        "All pools",
        List.of(),
        List.of(
            "pool_id",
            "state",
            "active_connections",
            "idle_connections",
            "total_connections",
            "max_connections",
            "waiting_requests"),
        a -> pools().list());
    show(
        "connectionPool",
        "One pool, its settings and live numbers",
        "pool",
        this::poolNames,
        a -> found("pool", a, pools().find(a.target())));
    show(
        "poolStats",
        "One pool's counters and percentiles",
        "pool",
        this::poolNames,
        a -> pools().stats(a.target()));
    list(
        "connections",
        "Database connections",
        List.of("pool", "state", "user", "min_idle_secs"),
        List.of(
            "connection_id",
            "pool_id",
            "state",
            "session_id",
            "username",
            "client_address",
            "age_secs",
            "statement"),
        a ->
            pools()
                .connections(
                    new ConnectionFilter(
                        a.option("pool"),
                        a.option("state"),
                        a.option("user"),
                        a.number("min_idle_secs"))));
    show(
        "connection",
        "One database connection",
        "connection",
        this::connectionIds,
        a -> found("connection", a, pools().connection(a.targetId())));
    add(
        "createPool",
        "Makes a pool",
        null,
        List::of,
        this::poolSettings,
        a -> pools().create(a.patch(pools().schema())).pool());
    add(
        "updatePoolConfig",
        "Changes settings of a pool while it runs",
        "pool",
        this::poolNames,
        this::poolSettings,
        a -> pools().update(a.target(), a.patch(pools().schema()), Optional.empty()).pool());
    one(
        "deletePool",
        "Removes a pool; its loans end first",
        "pool",
        this::poolNames,
        a -> pools().delete(a.target(), Optional.empty()) ? "gone" : "draining");
    add(
        "drainPool",
        "Lends no more; drained when the last connection is home",
        "pool",
        this::poolNames,
        () -> List.of("on_waiters", "deadline_secs"),
        a -> pools().drain(a.target(), drainRequest(a)) + " connections are out");
    one(
        "pausePool",
        "Lends no more until resumed; who asks waits",
        "pool",
        this::poolNames,
        a -> pools().pause(a.target()));
    one("resumePool", "Back to running", "pool", this::poolNames, a -> pools().resume(a.target()));
    one(
        "killConnection",
        "Closes a database connection; its holder gets an error",
        "connection",
        this::connectionIds,
        a -> {
          pools().kill(a.targetId());
          return null;
        });
  }

  private void sessionOperations() {
    list(
        "sessions",
        "Sessions of clients",
        List.of("state", "user", "database"),
        List.of(
            "session_id",
            "username",
            "database",
            "client_address",
            "state",
            "statements",
            "connection_id",
            "current_query"),
        a ->
            sessions()
                .list(
                    new SessionFilter(a.option("state"), a.option("user"), a.option("database"))));
    show(
        "session",
        "One session",
        "session",
        this::sessionIds,
        a -> found("session", a, sessions().find(a.targetId())));
    plain("sessionStats", "Numbers over all sessions", a -> sessions().stats());
    one(
        "terminateSession",
        "Ends a session; its client is told",
        "session",
        this::sessionIds,
        a -> {
          sessions().terminate(a.targetId(), "ended by an administrator");
          return null;
        });
  }

  private void networkOperations() {
    plain("networkStatus", "The clients' sockets in numbers", a -> network().status());
    list(
        "networkConnections",
        "Clients' sockets",
        List.of(),
        List.of(
            "connection_id",
            "remote_address",
            "listener",
            "protocol",
            "state",
            "session_id",
            "bytes_sent",
            "bytes_received"),
        a -> network().connections());
    show(
        "networkConnection",
        "One client's socket",
        "connection",
        this::socketIds,
        a -> found("connection", a, network().connection(a.target())));
    one(
        "closeNetworkConnection",
        "Tells a client and closes its socket",
        "connection",
        this::socketIds,
        a -> {
          network().close(a.target());
          return null;
        });
    plain("protocolConfig", "What all native listeners share", a -> network().protocol());
    add(
        "updateProtocolConfig",
        "Changes what all native listeners share, while they run",
        null,
        List::of,
        () -> names(network().protocolSchema()),
        a ->
            network()
                .updateProtocol(a.patch(network().protocolSchema()), Optional.empty())
                .config());
  }

  private void userOperations() {
    list(
        "users",
        "Who is let in",
        List.of(),
        List.of("name", "roles", "enabled", "created_at", "last_login"),
        a -> users().list());
    show(
        "user",
        "One user",
        "user",
        this::userNames,
        a -> found("user", a, users().find(a.target())));
    add(
        "createUser",
        "Makes a user",
        null,
        List::of,
        () -> fields(UserAdmin::createSchema),
        a -> users().create(a.patch(users().createSchema())));
    add(
        "updateUser",
        "Changes a user's roles, lets the user in or not",
        "user",
        this::userNames,
        () -> fields(UserAdmin::updateSchema),
        a -> users().update(a.target(), a.patch(users().updateSchema())));
    one(
        "deleteUser",
        "Removes a user",
        "user",
        this::userNames,
        a -> {
          users().delete(a.target());
          return null;
        });
    add(
        "changePassword",
        "Exchanges a user's password",
        "user",
        this::userNames,
        () -> fields(UserAdmin::passwordSchema),
        a -> {
          users().changePassword(a.target(), a.patch(users().passwordSchema()));
          return null;
        });
    list(
        "roles",
        "What each role may do",
        List.of(),
        List.of("name", "operations"),
        a -> users().roles());
  }

  private static DrainRequest drainRequest(Arguments a) {
    String waiters = a.option("on_waiters").orElse("serve");
    if (!waiters.equals("serve") && !waiters.equals("refuse")) {
      throw new Invalid("on_waiters", waiters, "one of serve, refuse");
    }
    long secs = a.number("deadline_secs").orElse(DRAIN_SECS);
    if (secs < 1 || secs > 3_600) {
      throw new Invalid("deadline_secs", secs, "1 to 3600");
    }
    return new DrainRequest(waiters.equals("serve"), Duration.ofSeconds(secs));
  }

  private static Object found(String what, Arguments a, Optional<?> value) {
    return value.orElseThrow(
        () -> new NotFound(what + " " + a.target() + ": there is none of that name"));
  }

  private void plain(String name, String description, Function<Arguments, @Nullable Object> call) {
    all.add(new Operation(name, description, null, List::of, List::of, List.of(), true, call));
  }

  /** Looks at one. */
  private void show(
      String name,
      String description,
      String target,
      Supplier<List<String>> targets,
      Function<Arguments, @Nullable Object> call) {
    all.add(new Operation(name, description, target, targets, List::of, List.of(), true, call));
  }

  /** Does something to one. */
  private void one(
      String name,
      String description,
      String target,
      Supplier<List<String>> targets,
      Function<Arguments, @Nullable Object> call) {
    add(name, description, target, targets, List::of, call);
  }

  private void list(
      String name,
      String description,
      List<String> filters,
      List<String> columns,
      Function<Arguments, @Nullable Object> call) {
    all.add(new Operation(name, description, null, List::of, () -> filters, columns, true, call));
  }

  private void add(
      String name,
      String description,
      @Nullable String target,
      Supplier<List<String>> targets,
      Supplier<List<String>> options,
      Function<Arguments, @Nullable Object> call) {
    all.add(new Operation(name, description, target, targets, options, List.of(), false, call));
  }

  private List<String> poolSettings() {
    return pools.get().map(p -> names(p.schema())).orElse(List.of());
  }

  private static List<String> names(SettingsSchema schema) {
    return schema.settings().stream()
        .map(s -> s.type() == Setting.Type.MAP ? s.name() + ".*" : s.name())
        .toList();
  }

  private List<String> fields(Function<UserAdmin, SettingsSchema> schema) {
    return users.get().map(u -> names(schema.apply(u))).orElse(List.of());
  }

  private List<String> userNames() {
    return users.get().map(u -> u.list().stream().map(UserView::name).toList()).orElse(List.of());
  }

  private List<String> poolNames() {
    return pools
        .get()
        .map(p -> p.list().stream().map(PoolView::poolId).filter(ConfigId::isName).toList())
        .orElse(List.of());
  }

  private List<String> connectionIds() {
    return pools
        .get()
        .map(p -> ids(p.connections(ConnectionFilter.ALL), ConnectionView::connectionId))
        .orElse(List.of());
  }

  private List<String> sessionIds() {
    return sessions
        .get()
        .map(s -> ids(s.list(SessionFilter.ALL), SessionView::sessionId))
        .orElse(List.of());
  }

  private List<String> socketIds() {
    return network
        .get()
        .map(n -> ids(n.connections(), NetworkConnection::connectionId))
        .orElse(List.of());
  }

  private static <T> List<String> ids(List<T> items, Function<T, Object> id) {
    return items.stream().map(item -> id.apply(item).toString()).toList();
  }

  private Pools pools() {
    return pools
        .get()
        .orElseThrow(() -> new Unavailable("no bundle that offers pools is deployed"));
  }

  private Sessions sessions() {
    return sessions
        .get()
        .orElseThrow(() -> new Unavailable("no bundle that offers sessions is deployed"));
  }

  private UserAdmin users() {
    return users
        .get()
        .orElseThrow(() -> new Unavailable("no bundle that offers users is deployed"));
  }

  private Network network() {
    return network
        .get()
        .orElseThrow(() -> new Unavailable("no bundle that offers the network is deployed"));
  }
}
