package io.fairlead.tracing;

import io.fairlead.http.spi.RequestListener;
import io.fairlead.kernel.command.Command;
import io.fairlead.kernel.command.CommandSource;
import io.fairlead.kernel.config.ConfigStore;
import io.fairlead.kernel.config.ConfiguredSingleton;
import io.fairlead.kernel.config.SingletonEditor;
import io.fairlead.kernel.instance.AboutSource;
import io.fairlead.traffic.pool.Pools;
import io.fairlead.traffic.session.spi.StatementListener;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.cm.ManagedService;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;

/**
 * Listens while tracing is enabled, and only then: whoever is not listened to does nothing.
 * Changing where spans go is for administrators, as a header is a secret and a span says what is
 * asked.
 */
@Component(
    immediate = true,
    service = {TracingComponent.class, ManagedService.class, CommandSource.class},
    property = {
      Constants.SERVICE_PID + "=" + TracingSettings.PID,
      "fairlead.viewer=tracing",
      "fairlead.viewer=tracingConfig"
    })
public final class TracingComponent extends ConfiguredSingleton implements CommandSource {

  private static final Set<String> SHOWN =
      Set.of("revision", "applied", "config_error", "header_names");

  private final BundleContext context;
  private final SingletonEditor editor;
  private final Tracing tracing;
  private @Nullable ServiceRegistration<?> requests;
  private @Nullable ServiceRegistration<?> statements;

  @Reference(
      cardinality = ReferenceCardinality.OPTIONAL,
      policy = ReferencePolicy.DYNAMIC,
      policyOption = ReferencePolicyOption.GREEDY)
  private volatile @Nullable Pools pools;

  @Activate
  public TracingComponent(
      BundleContext context, @Reference ConfigStore store, @Reference AboutSource about) {
    super(store, TracingSettings.PID, TracingSettings.SCHEMA);
    this.context = context;
    this.editor = new SingletonEditor(store, TracingSettings.PID, TracingSettings.SCHEMA, SHOWN);
    this.tracing =
        new Tracing(
            about.about().version(),
            new Databases(
                name -> Optional.ofNullable(pools).flatMap(p -> p.find(name)), System::nanoTime),
            InstantSource.system());
  }

  @Override
  protected synchronized void apply(Map<String, String> stored) {
    TracingSettings settings = TracingSettings.read(stored);
    tracing.run(settings);
    if (settings.enabled() && requests == null) {
      requests = context.registerService(RequestListener.class, tracing.requests(), null);
      statements = context.registerService(StatementListener.class, tracing.statements(), null);
    } else if (!settings.enabled()) {
      leave();
    }
  }

  private void leave() {
    unregister(requests);
    unregister(statements);
    requests = null;
    statements = null;
  }

  private static void unregister(@Nullable ServiceRegistration<?> registration) {
    if (registration != null) {
      registration.unregister();
    }
  }

  TracingStatus status() {
    return tracing.status();
  }

  TracingConfig config() {
    TracingSettings now = tracing.settings();
    SingletonEditor.State state = editor.state();
    return new TracingConfig(
        now.enabled(),
        now.endpoint().toString(),
        now.allowPlaintextRemote(),
        List.copyOf(now.headers().keySet()),
        now.samplingRatio(),
        now.serviceName(),
        now.queueSize(),
        now.exportTimeout().toSeconds(),
        now.statementText() ? "sanitized" : "none",
        state.revision(),
        state.applied(),
        state.configError());
  }

  /** As {@code ConfiguredSettings.change} does it. */
  TracingConfig update(Map<String, ?> patch, Optional<String> ifMatch) {
    editor.update(patch, ifMatch);
    return config();
  }

  @Override
  public List<Command> commands() {
    return List.of(
        Command.look("tracing", "How the export of spans fares", this::status),
        Command.look("tracingConfig", "Where spans go, and how many", this::config),
        Command.change(
            "updateTracingConfig",
            "Changes where spans go, while it runs",
            TracingSettings.SCHEMA,
            patch -> update(patch, Optional.empty())));
  }

  @Deactivate
  synchronized void deactivate() {
    leave();
    tracing.close();
  }
}
