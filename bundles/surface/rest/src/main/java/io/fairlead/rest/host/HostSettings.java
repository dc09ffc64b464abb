package io.fairlead.rest.host;

import io.fairlead.http.Bodies;
import io.fairlead.http.HttpConfig;
import io.fairlead.http.HttpConfigs;
import io.fairlead.http.SharedSettings;
import io.fairlead.http.Sites;
import io.fairlead.kernel.config.ConfigStore;
import io.fairlead.kernel.settings.Rules;
import io.fairlead.kernel.settings.Setting;
import io.fairlead.kernel.settings.Setting.Rule;
import io.fairlead.kernel.settings.Setting.Type;
import io.fairlead.kernel.settings.SettingsSchema;
import io.fairlead.kernel.settings.SettingsValues;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Constants;
import org.osgi.service.cm.ManagedService;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Who is served over HTTP and within which limits: {@code etc/io.fairlead.rest.cfg}. */
@Component(
    service = {HostSettings.class, ManagedService.class, HttpConfigs.class},
    immediate = true,
    property = Constants.SERVICE_PID + "=" + HostSettings.PID)
public final class HostSettings extends SharedSettings<HttpConfig> implements HttpConfigs {

  static final String PID = "io.fairlead.rest";

  private static final Rule HOSTS =
      Rules.matching(
          "[A-Za-z0-9]([A-Za-z0-9._-]*[A-Za-z0-9])?|\\[[0-9a-fA-F:.]+]",
          "names of hosts, without a port: fairlead.example.org");

  private static final Rule ORIGINS =
      Rules.matching(
          "https?://([A-Za-z0-9]([A-Za-z0-9._-]*[A-Za-z0-9])?|\\[[0-9a-fA-F:.]+])(:[0-9]{1,5})?",
          "origins, each whole and without a path: https://console.example.org");

  static final SettingsSchema SCHEMA =
      new SettingsSchema(
          List.of(
              Setting.hot(
                  "host_names",
                  Type.LIST,
                  null,
                  HOSTS,
                  "Names under which the server is served, besides localhost and its address."),
              Setting.hot(
                  "allowed_origins",
                  Type.LIST,
                  null,
                  ORIGINS,
                  "Whose pages may ask (CORS): origins, none by default."),
              Setting.hot(
                  "max_body_bytes",
                  Type.INTEGER,
                  "1048576",
                  Rules.between(1, 67_108_864),
                  "The longest body of a request, in bytes."),
              Setting.hot(
                  "max_pending_body_bytes",
                  Type.INTEGER,
                  "67108864",
                  Rules.between(1, 1L << 40),
                  "How much of all bodies that are still arriving is kept, in bytes; beyond it,"
                      + " 503."),
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
                  "How long the head of a request may take to arrive whole, in seconds; the first one"
                      + " of a connection from when that is open."),
              Setting.hot(
                  "write_timeout_secs",
                  Type.INTEGER,
                  "10",
                  Rules.between(1, 3_600),
                  "How long an answer may wait for a client that reads nothing of it, in seconds;"
                      + " where many wait, the oldest are cut off at once."),
              Setting.hot(
                  "max_connections",
                  Type.INTEGER,
                  "1000",
                  Rules.between(1, 1_000_000),
                  "How many HTTP connections are open at a time; beyond it, new ones wait."),
              Setting.hot(
                  "max_connections_per_address_percent",
                  Type.INTEGER,
                  "90",
                  Rules.between(1, 100),
                  "How many of these one address may have, in percent; beyond it, a new one takes"
                      + " the place of its oldest without a request, or is closed."),
              Setting.hot(
                  "drain_secs",
                  Type.INTEGER,
                  "30",
                  Rules.between(1, 3_600),
                  "How long a request may go on with resources that have been replaced, in"
                      + " seconds."),
              Setting.hot(
                  "linger_ms",
                  Type.INTEGER,
                  "200",
                  Rules.between(0, 60_000),
                  "How long the paths of a bundle that went away still answer, in milliseconds; one"
                      + " that is being updated is waited for up to 3 s longer.")),
          List.of());

  @Activate
  public HostSettings(@Reference ConfigStore store) {
    super(store, PID, SCHEMA);
  }

  /** Which sites are served by these settings. */
  static Sites sites(SettingsValues values) {
    return new Sites(values.list("host_names"), values.list("allowed_origins"));
  }

  /** How much of bodies is read. */
  static Bodies.Limits bodies(SettingsValues values) {
    return new Bodies.Limits(
        values.number("max_body_bytes"),
        values.number("max_pending_body_bytes"),
        values.number("body_timeout_secs"));
  }

  @Override
  protected HttpConfig shown(
      SettingsValues values, String revision, boolean applied, @Nullable String error) {
    return new HttpConfig(
        values.list("host_names"),
        values.list("allowed_origins"),
        values.number("max_body_bytes"),
        values.number("max_pending_body_bytes"),
        values.integer("body_timeout_secs"),
        values.integer("header_timeout_secs"),
        values.integer("write_timeout_secs"),
        values.integer("max_connections"),
        values.integer("max_connections_per_address_percent"),
        values.integer("drain_secs"),
        values.integer("linger_ms"),
        revision,
        applied,
        error);
  }
}
