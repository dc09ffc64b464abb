package io.fairlead.kernel.logging;

import io.fairlead.kernel.config.ConfigStore;
import io.fairlead.kernel.config.ConfiguredSingleton;
import io.fairlead.kernel.config.SingletonEditor;
import io.fairlead.kernel.error.Unavailable;
import io.fairlead.kernel.log.LogConfig;
import io.fairlead.kernel.log.LogControl;
import io.fairlead.kernel.settings.SettingsSchema;
import java.io.IOException;
import java.util.Collections;
import java.util.Dictionary;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.osgi.framework.Constants;
import org.osgi.framework.FrameworkUtil;
import org.osgi.service.cm.Configuration;
import org.osgi.service.cm.ConfigurationAdmin;
import org.osgi.service.cm.ConfigurationEvent;
import org.osgi.service.cm.ConfigurationListener;
import org.osgi.service.cm.ManagedService;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lays {@code io.fairlead.log} over the configuration that the log's own file makes, and again when
 * that file is edited.
 */
@Component(
    service = {LogControl.class, ManagedService.class, ConfigurationListener.class},
    immediate = true,
    property = Constants.SERVICE_PID + "=" + LogSettings.PID)
public final class LogComponent extends ConfiguredSingleton
    implements LogControl, ConfigurationListener {

  static final String LOG_PID = "org.ops4j.pax.logging";

  private static final Logger LOG = LoggerFactory.getLogger(LogComponent.class);
  private static final Set<String> SHOWN = Set.of("revision", "applied", "config_error");

  private final ConfigurationAdmin admin;
  private final SingletonEditor editor;
  private volatile LogSettings settings = LogSettings.read(Map.of());

  @Activate
  public LogComponent(@Reference ConfigStore store, @Reference ConfigurationAdmin admin) {
    super(store, LogSettings.PID, LogSettings.SCHEMA);
    this.admin = admin;
    this.editor = new SingletonEditor(store, LogSettings.PID, LogSettings.SCHEMA, SHOWN);
  }

  @Override
  protected synchronized void apply(Map<String, String> stored) {
    LogSettings next = LogSettings.read(stored);
    lay(next);
    settings = next;
  }

  /** The file of the log was edited, or read again at the start: what was laid over it is gone. */
  @Override
  public void configurationEvent(ConfigurationEvent event) {
    if (event.getType() == ConfigurationEvent.CM_UPDATED && event.getPid().equals(LOG_PID)) {
      try {
        layAgain();
      } catch (RuntimeException e) {
        LOG.warn("the settings of the log could not be laid over its file: {}", e.toString());
      }
    }
  }

  @Override
  public SettingsSchema schema() {
    return LogSettings.SCHEMA;
  }

  @Override
  public LogConfig config() {
    LogSettings now = settings;
    SingletonEditor.State state = editor.state();
    return new LogConfig(
        now.json() ? "json" : "text",
        now.level().orElseGet(() -> Overlay.level(Overlay.base(present()))),
        now.levels(),
        state.revision(),
        state.applied(),
        state.configError());
  }

  @Override
  public Changed update(Map<String, ?> patch, Optional<String> ifMatch) {
    boolean applied = editor.update(patch, ifMatch);
    return new Changed(config(), applied);
  }

  /**
   * One step with {@link #apply}: else what was before could be laid over what it has just laid.
   */
  private synchronized void layAgain() {
    if (!Overlay.isOurs(present())) {
      lay(settings);
    }
  }

  private void lay(LogSettings next) {
    Map<String, String> present = present();
    if (present.isEmpty()) {
      return; // its file has not been read yet; when it is, an event tells
    }
    Map<String, String> wanted = Overlay.of(Overlay.base(present), next);
    if (wanted.equals(present)) {
      return;
    }
    try {
      configuration().update(FrameworkUtil.asDictionary(new TreeMap<String, Object>(wanted)));
    } catch (IOException e) {
      throw new Unavailable("the log's configuration cannot be changed: " + e.getMessage(), e);
    }
  }

  private Map<String, String> present() {
    try {
      Dictionary<String, Object> properties = configuration().getProperties();
      Map<String, String> result = new TreeMap<>();
      if (properties != null) {
        Collections.list(properties.keys())
            .forEach(key -> result.put(key, String.valueOf(properties.get(key))));
        result.remove(Constants.SERVICE_PID);
      }
      return result;
    } catch (IOException e) {
      throw new Unavailable("the log's configuration cannot be read: " + e.getMessage(), e);
    }
  }

  private Configuration configuration() throws IOException {
    return admin.getConfiguration(LOG_PID, null);
  }
}
