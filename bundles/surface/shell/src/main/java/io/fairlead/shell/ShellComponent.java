package io.fairlead.shell;

import io.fairlead.http.GraphqlConfigs;
import io.fairlead.http.HttpConfigs;
import io.fairlead.http.HttpsConfigs;
import io.fairlead.kernel.access.Logins;
import io.fairlead.kernel.access.UserAdmin;
import io.fairlead.kernel.audit.Audit;
import io.fairlead.kernel.audit.AuditLog;
import io.fairlead.kernel.command.CommandSource;
import io.fairlead.kernel.instance.AboutSource;
import io.fairlead.kernel.instance.Instance;
import io.fairlead.kernel.log.LogControl;
import io.fairlead.kernel.plugin.Plugins;
import io.fairlead.kernel.plugin.RejectionSource;
import io.fairlead.kernel.tls.Certificates;
import io.fairlead.traffic.network.Network;
import io.fairlead.traffic.pool.PoolBudgets;
import io.fairlead.traffic.pool.PoolLeaks;
import io.fairlead.traffic.pool.PoolLifecycles;
import io.fairlead.traffic.pool.PoolPartitions;
import io.fairlead.traffic.pool.Pools;
import io.fairlead.traffic.pool.WaitQueues;
import io.fairlead.traffic.session.Sessions;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.karaf.shell.api.console.SessionFactory;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;

/**
 * Brings the commands into Karaf's shell and opens its door. When it goes, they go; sessions at the
 * door are closed.
 */
@Component(
    immediate = true,
    service = {})
public final class ShellComponent {

  private static final long WATCH_PERIOD_MILLIS = 1_000;

  @Reference(
      cardinality = ReferenceCardinality.OPTIONAL,
      policy = ReferencePolicy.DYNAMIC,
      policyOption = ReferencePolicyOption.GREEDY)
  private volatile @Nullable Pools pools;

  @Reference(
      cardinality = ReferenceCardinality.OPTIONAL,
      policy = ReferencePolicy.DYNAMIC,
      policyOption = ReferencePolicyOption.GREEDY)
  private volatile @Nullable Sessions sessions;

  @Reference(
      cardinality = ReferenceCardinality.OPTIONAL,
      policy = ReferencePolicy.DYNAMIC,
      policyOption = ReferencePolicyOption.GREEDY)
  private volatile @Nullable Network network;

  @Reference(
      cardinality = ReferenceCardinality.OPTIONAL,
      policy = ReferencePolicy.DYNAMIC,
      policyOption = ReferencePolicyOption.GREEDY)
  private volatile @Nullable UserAdmin users;

  @Reference(
      cardinality = ReferenceCardinality.OPTIONAL,
      policy = ReferencePolicy.DYNAMIC,
      policyOption = ReferencePolicyOption.GREEDY)
  private volatile @Nullable PoolPartitions partitions;

  @Reference(
      cardinality = ReferenceCardinality.OPTIONAL,
      policy = ReferencePolicy.DYNAMIC,
      policyOption = ReferencePolicyOption.GREEDY)
  private volatile @Nullable HttpConfigs http;

  @Reference(
      cardinality = ReferenceCardinality.OPTIONAL,
      policy = ReferencePolicy.DYNAMIC,
      policyOption = ReferencePolicyOption.GREEDY)
  private volatile @Nullable HttpsConfigs https;

  @Reference(
      cardinality = ReferenceCardinality.OPTIONAL,
      policy = ReferencePolicy.DYNAMIC,
      policyOption = ReferencePolicyOption.GREEDY)
  private volatile @Nullable Logins logins;

  @Reference(
      cardinality = ReferenceCardinality.OPTIONAL,
      policy = ReferencePolicy.DYNAMIC,
      policyOption = ReferencePolicyOption.GREEDY)
  private volatile @Nullable WaitQueues waitQueues;

  @Reference(
      cardinality = ReferenceCardinality.OPTIONAL,
      policy = ReferencePolicy.DYNAMIC,
      policyOption = ReferencePolicyOption.GREEDY)
  private volatile @Nullable AuditLog auditLog;

  @Reference(
      cardinality = ReferenceCardinality.OPTIONAL,
      policy = ReferencePolicy.DYNAMIC,
      policyOption = ReferencePolicyOption.GREEDY)
  private volatile @Nullable GraphqlConfigs graphql;

  @Reference(
      cardinality = ReferenceCardinality.OPTIONAL,
      policy = ReferencePolicy.DYNAMIC,
      policyOption = ReferencePolicyOption.GREEDY)
  private volatile @Nullable PoolLifecycles lifecycles;

  @Reference(
      cardinality = ReferenceCardinality.OPTIONAL,
      policy = ReferencePolicy.DYNAMIC,
      policyOption = ReferencePolicyOption.GREEDY)
  private volatile @Nullable PoolLeaks leaks;

  @Reference(
      cardinality = ReferenceCardinality.OPTIONAL,
      policy = ReferencePolicy.DYNAMIC,
      policyOption = ReferencePolicyOption.GREEDY)
  private volatile @Nullable PoolBudgets budgets;

  private final SessionFactory shells;
  private final List<OperationCommand> commands;
  private final GuestCommands guests;
  private final WatchCommand watch;
  private final ShellDoor door;
  private final ServiceRegistration<RejectionSource> rejections;

  @Activate
  public ShellComponent(
      BundleContext context,
      @Reference SessionFactory shells,
      @Reference Instance instance,
      @Reference AboutSource about,
      @Reference Plugins plugins,
      @Reference Audit audit,
      @Reference Certificates certificates,
      @Reference LogControl log) {
    this.shells = shells;
    Renderer renderer = new Renderer();
    OperationTable table = new OperationTable();
    table.plain("about", "What runs here", a -> about.about());
    table.plain("plugins", "Bundles, what they offer, what was rejected", a -> plugins.report());
    table.list(
        "certificates",
        "Certificates that this server shows",
        List.of(),
        List.of("used_by", "subject", "expires_at", "client_auth", "loaded_at", "last_error"),
        a -> certificates.list());
    new LogOperations(log).describe(table);
    new PoolOperations(() -> Optional.ofNullable(pools)).describe(table);
    new PartitionOperations(
            () -> Optional.ofNullable(pools),
            () -> Optional.ofNullable(partitions),
            () -> Optional.ofNullable(waitQueues))
        .describe(table);
    new BudgetOperations(() -> Optional.ofNullable(budgets)).describe(table);
    new LifecycleOperations(
            () -> Optional.ofNullable(pools),
            () -> Optional.ofNullable(lifecycles),
            () -> Optional.ofNullable(leaks))
        .describe(table);
    new SessionOperations(() -> Optional.ofNullable(sessions)).describe(table);
    new NetworkOperations(() -> Optional.ofNullable(network)).describe(table);
    new UserOperations(() -> Optional.ofNullable(users)).describe(table);
    new AccessOperations(() -> Optional.ofNullable(logins)).describe(table);
    new AuditOperations(() -> Optional.ofNullable(auditLog)).describe(table);
    new ConfigOperations<>(
            "httpConfig",
            "updateHttpConfig",
            "who is served over HTTP, and within which limits",
            () -> Optional.ofNullable(http))
        .describe(table);
    new ConfigOperations<>(
            "httpsConfig",
            "updateHttpsConfig",
            "how HTTP is served beside the plain port",
            () -> Optional.ofNullable(https))
        .describe(table);
    new ConfigOperations<>(
            "graphqlConfig",
            "updateGraphqlConfig",
            "the limits of GraphQL",
            () -> Optional.ofNullable(graphql))
        .describe(table);
    this.commands =
        new CopyOnWriteArrayList<>(
            table.all().stream()
                .map(operation -> new OperationCommand(operation, renderer, audit))
                .toList());
    this.guests =
        new GuestCommands(
            commands,
            renderer,
            audit,
            shells.getRegistry()::register,
            shells.getRegistry()::unregister);
    this.watch = new WatchCommand(commands, renderer, WATCH_PERIOD_MILLIS);
    commands.forEach(shells.getRegistry()::register);
    shells.getRegistry().register(watch);
    this.door = new ShellDoor(shells, instance.data().resolve("shell.sock"));
    // by hand: who asks for the rejections is what this shows, and the two would wait for each
    // other
    this.rejections = context.registerService(RejectionSource.class, guests, null);
  }

  @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
  void addSource(CommandSource source) {
    Bundle bundle = FrameworkUtil.getBundle(source.getClass());
    guests.add(
        source, bundle == null ? "" : String.valueOf(bundle.getSymbolicName()), source.commands());
  }

  void removeSource(CommandSource source) {
    guests.remove(source);
  }

  @Deactivate
  void deactivate() {
    rejections.unregister();
    watch.close();
    door.close();
    shells.getRegistry().unregister(watch);
    commands.forEach(shells.getRegistry()::unregister);
  }
}
