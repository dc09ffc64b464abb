package com.example.notice;

import io.fairlead.kernel.config.ConfigStore;
import io.fairlead.kernel.config.ConfiguredSettings;
import io.fairlead.kernel.settings.Rules;
import io.fairlead.kernel.settings.Setting;
import io.fairlead.kernel.settings.Setting.Type;
import io.fairlead.kernel.settings.SettingsSchema;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.osgi.framework.Constants;
import org.osgi.service.cm.ManagedService;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** The one notice, kept in etc/io.fairlead.notice.cfg: checked, durable, and hot when edited. */
@Component(
    service = {NoticeBoard.class, ManagedService.class},
    property = {
      Constants.SERVICE_PID + "=" + NoticeBoard.PID,
      "fairlead.viewer=notice",
      "fairlead.operator=updateNotice"
    })
public final class NoticeBoard extends ConfiguredSettings {

  static final String PID = "io.fairlead.notice";

  static final SettingsSchema SCHEMA =
      new SettingsSchema(
          List.of(
              Setting.hot(
                  "text", Type.TEXT, "All is well.", Rules.notLongerThan(200), "What to say."),
              Setting.hot("level", Type.TEXT, "info", Rules.oneOf("info", "warning"), "How loud.")),
          List.of());

  @Activate
  public NoticeBoard(@Reference ConfigStore store) {
    super(store, PID, SCHEMA);
  }

  Notice notice() {
    return notice(shown());
  }

  Notice update(Map<String, ?> fields, Optional<String> ifMatch) {
    return notice(change(fields, ifMatch));
  }

  private static Notice notice(Shown shown) {
    return new Notice(
        shown.values().text("text"),
        shown.values().text("level"),
        shown.revision(),
        shown.applied());
  }
}
