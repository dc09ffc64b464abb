package io.fairlead.rest.host;

import io.fairlead.kernel.config.ConfigStore;
import io.fairlead.kernel.config.ConfiguredSettings;
import io.fairlead.kernel.settings.Rules;
import io.fairlead.kernel.settings.Setting;
import io.fairlead.kernel.settings.Setting.Type;
import io.fairlead.kernel.settings.SettingsSchema;
import java.util.List;
import org.osgi.framework.Constants;
import org.osgi.service.cm.ManagedService;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** The limits of HTTP, in {@code etc/io.fairlead.rest.cfg}. All are hot. */
@Component(
    service = {HostSettings.class, ManagedService.class},
    immediate = true,
    property = Constants.SERVICE_PID + "=" + HostSettings.PID)
public final class HostSettings extends ConfiguredSettings {

  static final String PID = "io.fairlead.rest";

  static final SettingsSchema SCHEMA =
      new SettingsSchema(
          List.of(
              Setting.hot(
                  "max_body_bytes",
                  Type.INTEGER,
                  "1048576",
                  Rules.between(1, 67_108_864),
                  "The longest body of a request, in bytes."),
              Setting.hot(
                  "body_timeout_secs",
                  Type.INTEGER,
                  "10",
                  Rules.between(1, 3_600),
                  "How long a body may take to arrive whole, in seconds."),
              Setting.hot(
                  "header_timeout_secs",
                  Type.INTEGER,
                  "10",
                  Rules.between(1, 3_600),
                  "How long the head of a request may take to arrive whole, in seconds."),
              Setting.hot(
                  "max_connections",
                  Type.INTEGER,
                  "1000",
                  Rules.between(1, 1_000_000),
                  "How many HTTP connections are open at a time; beyond it, new ones wait."),
              Setting.hot(
                  "drain_secs",
                  Type.INTEGER,
                  "30",
                  Rules.between(1, 3_600),
                  "How long a request may go on with resources that have been replaced, in seconds."),
              Setting.hot(
                  "linger_ms",
                  Type.INTEGER,
                  "200",
                  Rules.between(0, 60_000),
                  "How long the paths of a bundle that went away still answer, in milliseconds; one that is being updated is waited for up to 3 s longer.")),
          List.of());

  @Activate
  public HostSettings(@Reference ConfigStore store) {
    super(store, PID, SCHEMA);
  }
}
