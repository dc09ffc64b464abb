package io.fairlead.graphql;

import io.fairlead.graphql.operation.Limits;
import io.fairlead.http.GraphqlConfig;
import io.fairlead.http.GraphqlConfigs;
import io.fairlead.http.SharedSettings;
import io.fairlead.kernel.config.ConfigStore;
import io.fairlead.kernel.settings.SettingsValues;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Constants;
import org.osgi.service.cm.ManagedService;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** The limits of GraphQL, in {@code etc/io.fairlead.graphql.cfg}. */
@Component(
    service = {GraphqlSettings.class, ManagedService.class, GraphqlConfigs.class},
    immediate = true,
    property = Constants.SERVICE_PID + "=" + GraphqlSettings.PID)
public final class GraphqlSettings extends SharedSettings<GraphqlConfig> implements GraphqlConfigs {

  static final String PID = "io.fairlead.graphql";

  /** The limits that these settings are. */
  private record Known(SettingsValues settings, Limits limits) {}

  private volatile Known known;

  @Activate
  public GraphqlSettings(@Reference ConfigStore store) {
    super(store, PID, Limits.SCHEMA);
    this.known = new Known(values(), Limits.of(values()));
  }

  /** Those in force now. */
  @SuppressWarnings("ReferenceEquality") // asked for each request
  Limits limits() {
    SettingsValues now = values();
    Known last = known;
    if (last.settings() != now) {
      last = new Known(now, Limits.of(now));
      known = last;
    }
    return last.limits();
  }

  @Override
  protected GraphqlConfig shown(
      SettingsValues values, String revision, boolean applied, @Nullable String error) {
    return new GraphqlConfig(
        values.number("max_body_bytes"),
        values.number("max_pending_body_bytes"),
        values.integer("body_timeout_secs"),
        values.integer("max_characters"),
        values.integer("max_tokens"),
        values.integer("max_depth"),
        values.integer("max_complexity"),
        values.integer("max_fields"),
        values.integer("operation_timeout_secs"),
        values.integer("max_sockets"),
        values.number("max_message_bytes"),
        values.integer("max_socket_operations"),
        values.integer("max_subscriptions"),
        revision,
        applied,
        error);
  }
}
