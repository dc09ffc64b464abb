package io.fairlead.access;

import io.fairlead.kernel.access.AccessConfig;
import io.fairlead.kernel.access.Logins;
import io.fairlead.kernel.config.ConfigStore;
import io.fairlead.kernel.config.ConfiguredSettings;
import io.fairlead.kernel.config.SingletonEditor;
import io.fairlead.kernel.settings.Rules;
import io.fairlead.kernel.settings.Setting;
import io.fairlead.kernel.settings.Setting.Type;
import io.fairlead.kernel.settings.SettingsSchema;
import io.fairlead.kernel.settings.SettingsValues;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.osgi.framework.Constants;
import org.osgi.service.cm.ManagedService;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/**
 * How long logins last, in {@code etc/io.fairlead.access.cfg}. Hot: for what is signed from then
 * on.
 */
@Component(
    service = {AccessSettings.class, ManagedService.class},
    immediate = true,
    property = Constants.SERVICE_PID + "=" + AccessSettings.PID)
public final class AccessSettings extends ConfiguredSettings {

  static final String PID = "io.fairlead.access";

  static final SettingsSchema SCHEMA =
      new SettingsSchema(
          List.of(
              Setting.hot(
                  "token_secs",
                  Type.INTEGER,
                  "900",
                  Rules.between(10, 86_400),
                  "How long a token is good for, in seconds."),
              Setting.hot(
                  "refresh_secs",
                  Type.INTEGER,
                  "604800",
                  Rules.between(60, 31_536_000),
                  "How long after its last refresh a login ends, in seconds.")),
          List.of());

  private final SingletonEditor editor;

  @Activate
  public AccessSettings(@Reference ConfigStore store) {
    super(store, PID, SCHEMA);
    this.editor =
        new SingletonEditor(store, PID, SCHEMA, Set.of("revision", "applied", "config_error"));
  }

  /** As the surfaces show it. */
  AccessConfig config() {
    SettingsValues now = values();
    SingletonEditor.State state = editor.state();
    return new AccessConfig(
        now.integer("token_secs"),
        now.integer("refresh_secs"),
        state.revision(),
        state.applied(),
        state.configError());
  }

  Logins.AccessConfigChanged update(Map<String, ?> patch, Optional<String> ifMatch) {
    boolean applied = editor.update(patch, ifMatch);
    return new Logins.AccessConfigChanged(config(), applied);
  }

  LoginDesk.Times times() {
    SettingsValues now = values();
    return new LoginDesk.Times(now.seconds("token_secs"), now.seconds("refresh_secs"));
  }
}
