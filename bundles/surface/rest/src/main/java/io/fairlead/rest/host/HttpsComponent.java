package io.fairlead.rest.host;

import io.fairlead.http.HttpsConfig;
import io.fairlead.http.HttpsConfigs;
import io.fairlead.kernel.config.ConfigId;
import io.fairlead.kernel.config.ConfigState;
import io.fairlead.kernel.config.ConfigStore;
import io.fairlead.kernel.config.ConfiguredSingleton;
import io.fairlead.kernel.config.SingletonEditor;
import io.fairlead.kernel.config.StoredConfig;
import io.fairlead.kernel.health.HealthCheck;
import io.fairlead.kernel.instance.Instance;
import io.fairlead.kernel.settings.SettingsSchema;
import io.fairlead.kernel.settings.SettingsValues;
import io.fairlead.kernel.tls.LiveTls;
import io.fairlead.kernel.tls.TlsEndpoints;
import io.fairlead.kernel.tls.TlsView;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Hashtable;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Constants;
import org.osgi.service.cm.ManagedService;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * HTTPS, as {@code etc/io.fairlead.http.cfg} says. Files that were not right are tried again when
 * they are.
 */
@Component(
    service = {
      HttpsComponent.class,
      ManagedService.class,
      TlsEndpoints.class,
      HealthCheck.class,
      HttpsConfigs.class
    },
    immediate = true,
    property = Constants.SERVICE_PID + "=" + HttpsSettings.PID)
public final class HttpsComponent extends ConfiguredSingleton
    implements TlsEndpoints, HealthCheck, HttpsConfigs {

  private static final Logger LOG = LoggerFactory.getLogger(HttpsComponent.class);

  private static final ConfigId ID = ConfigId.singleton(HttpsSettings.PID);

  private static final Set<String> SHOWN = Set.of("revision", "applied", "config_error");

  private final ConfigStore store;
  private final SingletonEditor editor;
  private final Path etc;
  private final Https https;
  private final ScheduledThreadPoolExecutor executor =
      new ScheduledThreadPoolExecutor(1, task -> new Thread(task, "fairlead-rest-https-1"));

  /** What could not come into force because of its files. */
  private volatile @Nullable HttpsSettings waiting;

  private volatile SettingsValues inForce = HttpsSettings.SCHEMA.read(Map.of());

  @Activate
  public HttpsComponent(
      @Reference ConfigStore store, @Reference Instance instance, @Reference HostSettings host) {
    super(store, HttpsSettings.PID, HttpsSettings.SCHEMA);
    this.store = store;
    this.editor = new SingletonEditor(store, HttpsSettings.PID, HttpsSettings.SCHEMA, SHOWN);
    this.etc = instance.etc();
    this.https = new Https(etc, InstantSource.system(), () -> ConnectionLimits.of(host.values()));
    executor.scheduleWithFixedDelay(this::look, 1, 1, TimeUnit.SECONDS);
  }

  @Override
  protected void apply(Map<String, String> settings) {
    HttpsSettings next = HttpsSettings.read(settings);
    try {
      https.apply(next);
      waiting = null;
      inForce = HttpsSettings.SCHEMA.read(settings);
    } catch (RuntimeException e) {
      // Not before: what is under way has not failed.
      waiting = next;
      throw e;
    }
  }

  private void look() {
    try {
      https.look();
      HttpsSettings wanted = waiting;
      if (wanted != null
          && wanted.tls().flatMap(files -> LiveTls.problem(files, etc)).isEmpty()
          && store.state(ID).flatMap(ConfigState::failure).isPresent()) {
        store.get(ID).map(StoredConfig::settings).map(Hashtable::new).ifPresent(this::updated);
      }
    } catch (RuntimeException e) {
      LOG.error("https could not be looked after", e);
    }
  }

  Https https() {
    return https;
  }

  @Override
  public SettingsSchema schema() {
    return HttpsSettings.SCHEMA;
  }

  @Override
  public HttpsConfig config() {
    SingletonEditor.State state = editor.state();
    SettingsValues values = inForce;
    return new HttpsConfig(
        values.text("https_address"),
        values.integer("https_port"),
        values.bool("allow_plaintext_remote"),
        new HttpsConfig.Tls(
            values.optionalText("tls.certificate").orElse(null),
            values.optionalText("tls.key").orElse(null),
            values.optionalText("tls.client_ca").orElse(null),
            values.text("tls.client_auth"),
            values.integer("tls.handshake_timeout_secs")),
        state.revision(),
        state.applied(),
        state.configError());
  }

  @Override
  public String revision() {
    return editor.state().revision();
  }

  @Override
  public Changed<HttpsConfig> update(Map<String, ?> patch, Optional<String> ifMatch) {
    boolean applied = editor.update(patch, ifMatch);
    return new Changed<>(config(), revision(), applied);
  }

  @Override
  public List<TlsView> endpoints() {
    return https.endpoints();
  }

  @Override
  public String part() {
    return "http";
  }

  @Override
  public Health health() {
    Optional<String> reason = https.unready();
    if (reason.isPresent()) {
      return Health.notReady(reason.get());
    }
    // Nothing is shown yet where a certificate is wanted: clients out there are not served.
    return waiting != null && https.endpoints().isEmpty()
        ? Health.notReady("https: the certificate is not right, see plugins")
        : Health.READY;
  }

  @Deactivate
  void close() throws InterruptedException {
    executor.shutdownNow();
    executor.awaitTermination(5, TimeUnit.SECONDS);
    https.close();
  }
}
