package io.fairlead.benchmarks;

import io.fairlead.itests.swap.Everything;
import io.fairlead.itests.swap.Framework;
import io.fairlead.itests.swap.GoneException.Kind;
import io.fairlead.itests.swap.Load;
import io.fairlead.itests.swap.SqlTransactions;
import io.fairlead.itests.swap.Target;
import io.fairlead.itests.swap.Traffic;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Swaps every bundle that can be, under load on everything, and each host once: what is lost, how
 * long the longest answer takes beside the load's own, how soon a bundle's start and stop count,
 * and how soon a file in {@code deploy/} does. The last two without load, too.
 */
final class SwapBenchmark {

  private static final int UPDATES = Integer.getInteger("updates", 50);
  private static final int FILES = Integer.getInteger("files", 10);
  private static final double NANOS_PER_MILLI = 1e6;

  /** Clients of the others are kept waiting for a while before they hear that it is away. */
  private static final Set<String> TOLD_AT_ONCE =
      Set.of(
          Everything.REST_TRAFFIC,
          Everything.REST_ACCESS,
          Everything.GRAPHQL_TRAFFIC,
          Everything.GRAPHQL_ACCESS,
          Everything.OPENAPI);

  private static final long PATIENCE_SECS = 30;

  private final List<Traffic> all = new ArrayList<>();
  private final List<Double> worstOfSwaps = new ArrayList<>();
  private final Times loaded = new Times();
  private final Times idle = new Times();
  private Framework framework;
  private Load load;
  private long lost;

  void run() throws Exception {
    Path folder = Files.createTempDirectory("fairlead-swap-");
    try (ServerProcess server = ServerProcess.fairlead(folder);
        Framework reached = Framework.of(folder)) {
      framework = reached;
      InetSocketAddress sql = new InetSocketAddress("127.0.0.1", server.port);
      Target target =
          new Target(
              folder,
              URI.create("http://127.0.0.1:" + server.httpPort),
              ServerProcess.authorization(),
              sql,
              HttpClient.newHttpClient());
      all.addAll(Everything.of(target, "main", echo(folder)));
      SqlTransactions h2 = new SqlTransactions(sql, "swapped");
      all.add(new Traffic("SQL", Set.of(Everything.H2), 4, false, h2.clients()));
      String result;
      try (Load running = new Load(all)) {
        load = running;
        quick(all).forEach(Traffic::takeWorst);
        result = measure(running, folder);
      }
      load = null;
      files(folder, idle);
      for (int i = 0; i < FILES; i++) {
        TOLD_AT_ONCE.forEach(bundle -> comeAndGo(bundle, own(bundle), idle));
      }
      System.out.println("without load: " + idle);
      System.out.println(result + " " + loaded);
      if (!h2.difference().isEmpty()) {
        System.out.println("rows: " + h2.difference());
        lost++;
      }
    }
  }

  private String measure(Load load, Path folder) throws Exception {
    Load.goesOn(all);
    List<Double> own = new ArrayList<>();
    for (int i = 0; i < 2 * UPDATES; i++) {
      worst();
      Load.goesOn(quick(all));
      own.add(worst());
    }
    double tail = percentile(own);
    System.out.printf(
        "%-28s %9s %6s %12s %9s %9s %8s%n",
        "bundle", "requests", "lost", "longest, ms", "gone, ms", "back, ms", "loaders");
    System.out.printf(
        "%-28s %9s %6s %12s%n",
        "(none: the load's own tail)", "", "", String.format("%.0f / %.0f", tail, max(own)));
    for (String bundle :
        List.of(
            Everything.REST_TRAFFIC,
            Everything.REST_ACCESS,
            Everything.GRAPHQL_TRAFFIC,
            Everything.GRAPHQL_ACCESS,
            Everything.OPENAPI,
            Everything.SHELL,
            Everything.WIRE_ECHO,
            Everything.H2)) {
      swap(bundle, load);
    }
    long lostOfLeaves = lost;
    files(folder, loaded);
    double pause = Math.max(0, percentile(worstOfSwaps) - tail);
    for (String host : List.of(Everything.REST, Everything.GRAPHQL)) {
      host(host, load);
    }
    return String.format("swap lost=%d pause_p99_ms=%.0f", lostOfLeaves, pause);
  }

  private List<Traffic> own(String bundle) {
    return all.stream().filter(t -> t.needs(bundle)).toList();
  }

  private InetSocketAddress echo(Path folder) throws Exception {
    int port = ServerProcess.freePort();
    Files.writeString(
        folder.resolve("etc/io.fairlead.listener-echo.cfg"),
        "protocols = echo\nport = "
            + port
            + "\nidentity.user = app\nidentity.database = main\nidentity.pool = main\n");
    framework.install(new Framework.Origin(jar("fairlead-wire-echo").toUri().toString(), "62"));
    InetSocketAddress address = new InetSocketAddress("127.0.0.1", port);
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECS);
    while (!listens(address)) {
      if (System.nanoTime() > deadline) {
        throw new IllegalStateException("nobody listens at " + address);
      }
      TimeUnit.MILLISECONDS.sleep(20);
    }
    return address;
  }

  private static boolean listens(InetSocketAddress address) {
    try (java.net.Socket socket = new java.net.Socket()) {
      socket.connect(address);
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  private static Path jar(String artifact) throws IOException {
    Path system = ServerProcess.ROOT.resolve("karaf-assembly/target/assembly/system/io/fairlead");
    try (Stream<Path> files = Files.walk(system.resolve(artifact))) {
      return files.filter(f -> f.toString().endsWith(".jar")).findFirst().orElseThrow();
    }
  }

  /** Updates it again and again; takes it away and brings it back now and then. */
  private void swap(String bundle, Load load) throws Exception {
    List<Traffic> own = own(bundle);
    long answered = answered();
    long before = load.lost().size();
    List<Double> worst = new ArrayList<>();
    List<Double> goes = new ArrayList<>();
    List<Double> comes = new ArrayList<>();
    own.forEach(t -> t.may(Kind.TOLD));
    for (int i = 0; i < UPDATES; i++) {
      worst();
      framework.update(bundle);
      Load.goesOn(quick(all));
      worst.add(worst());
    }
    own.forEach(t -> t.may(Kind.values()));
    for (int i = 0; i < UPDATES / 10; i++) {
      worst();
      Times round = new Times();
      comeAndGo(bundle, own, round);
      goes.addAll(round.stops);
      comes.addAll(round.starts);
      if (TOLD_AT_ONCE.contains(bundle)) {
        loaded.add(round);
      }
      Load.goesOn(quick(all));
      // Who waits for what is taken away waits for as long as it is away.
      own.forEach(Traffic::takeWorst);
      worst.add(worst());
    }
    own.forEach(Traffic::may);
    worstOfSwaps.addAll(worst);
    report(bundle, load, answered, before, worst, goes, comes);
    lost += load.lost().size() - before;
  }

  /** Takes it away and brings it back; times count from its stop and from its start. */
  private void comeAndGo(String bundle, List<Traffic> own, Times times) {
    own.forEach(t -> t.may(Kind.values()));
    Framework.Origin origin = framework.uninstall(bundle);
    if (TOLD_AT_ONCE.contains(bundle)) {
      times.stops.add(awaitAnswered(own, false) - framework.moments(bundle).stopping());
    }
    if (load != null) {
      Load.goesOn(quick(all.stream().filter(t -> !own.contains(t)).toList()));
    }
    framework.install(origin);
    times.starts.add(awaitAnswered(own, true) - framework.moments(bundle).starting());
  }

  /** Once, with all that hang on it. */
  private void host(String bundle, Load load) {
    long answered = answered();
    long before = load.lost().size();
    worst();
    framework.update(bundle);
    framework.refresh(bundle);
    awaitAnswered(all, true);
    Load.goesOn(quick(all));
    List<Double> worst = List.of(worst());
    report(bundle, load, answered, before, worst, List.of(), List.of());
  }

  private void report(
      String bundle,
      Load load,
      long answered,
      long before,
      List<Double> worst,
      List<Double> goes,
      List<Double> comes) {
    System.out.printf(
        "%-28s %9d %6d %12.0f %9s %9s %8d%n",
        bundle,
        answered() - answered,
        load.lost().size() - before,
        max(worst),
        shown(goes),
        shown(comes),
        framework.loadersLeft(bundle));
    load.lost().stream()
        .skip(before)
        .distinct()
        .limit(5)
        .forEach(l -> System.err.println("  " + l));
  }

  private static String shown(List<Double> millis) {
    return millis.isEmpty() ? "-" : String.format("%.0f", max(millis));
  }

  /** A bundle that answers over REST, by its file alone. */
  private void files(Path folder, Times times) throws Exception {
    List<Traffic> users = own(Everything.REST_ACCESS);
    users.forEach(t -> t.may(Kind.values()));
    Framework.Origin origin = framework.uninstall(Everything.REST_ACCESS);
    awaitAnswered(users, false);
    byte[] jar = Files.readAllBytes(jar("fairlead-rest-access"));
    for (int i = 0; i < FILES; i++) {
      double begun = System.currentTimeMillis();
      Framework.deploy(folder, "rest-access.jar", jar);
      times.deploys.add(awaitAnswered(users, true) - begun);
      begun = System.currentTimeMillis();
      Files.delete(folder.resolve("deploy/rest-access.jar"));
      times.undeploys.add(awaitAnswered(users, false) - begun);
    }
    framework.install(origin);
    awaitAnswered(users, true);
    users.forEach(Traffic::may);
  }

  /** When that was so of the last of them, in milliseconds since 1970. */
  private static double awaitAnswered(List<Traffic> kinds, boolean answered) {
    for (Traffic each : quick(kinds)) {
      await(each, answered);
    }
    return System.currentTimeMillis();
  }

  private static void await(Traffic traffic, boolean answered) {
    long begun = System.nanoTime();
    while (System.nanoTime() - begun < TimeUnit.SECONDS.toNanos(PATIENCE_SECS)) {
      try {
        if (traffic.isAnswered() == answered) {
          return;
        }
        TimeUnit.MILLISECONDS.sleep(2);
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      } catch (Exception e) {
        // a host is away
      }
    }
    throw new IllegalStateException(traffic.name() + " answered is not " + answered);
  }

  /** In milliseconds: from a file's arrival and removal, from a bundle's start and stop. */
  private static final class Times {
    final List<Double> deploys = new ArrayList<>();
    final List<Double> undeploys = new ArrayList<>();
    final List<Double> starts = new ArrayList<>();
    final List<Double> stops = new ArrayList<>();

    void add(Times others) {
      starts.addAll(others.starts);
      stops.addAll(others.stops);
    }

    /** The 99th percentiles, as the last line has them. */
    @Override
    public String toString() {
      return String.format(
          "deploy_ms=%.0f undeploy_ms=%.0f start_ms=%.0f stop_ms=%.0f",
          percentile(deploys), percentile(undeploys), percentile(starts), percentile(stops));
    }
  }

  private static List<Traffic> quick(List<Traffic> kinds) {
    return kinds.stream().filter(t -> !t.slow()).toList();
  }

  private long answered() {
    return all.stream().mapToLong(Traffic::answered).sum();
  }

  /** The longest answer since it was asked last. */
  private double worst() {
    return quick(all).stream().mapToLong(Traffic::takeWorst).max().orElse(0) / NANOS_PER_MILLI;
  }

  private static double max(List<Double> values) {
    return values.stream().mapToDouble(v -> v).max().orElse(0);
  }

  private static double percentile(List<Double> values) {
    List<Double> sorted = values.stream().sorted().toList();
    return sorted.get((int) Math.ceil(0.99 * sorted.size()) - 1);
  }
}
