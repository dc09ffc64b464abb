package io.fairlead.access.audit;

import io.fairlead.kernel.config.ConfigStore;
import io.fairlead.kernel.config.ConfiguredSingleton;
import io.fairlead.kernel.settings.Rules;
import io.fairlead.kernel.settings.Setting;
import io.fairlead.kernel.settings.Setting.Type;
import io.fairlead.kernel.settings.SettingsSchema;
import io.fairlead.kernel.settings.SettingsValues;
import java.util.List;
import java.util.Map;
import org.osgi.framework.Constants;
import org.osgi.service.cm.ManagedService;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** How much of the audit is kept, in {@code etc/io.fairlead.audit.cfg}. Hot. */
@Component(
    service = {AuditSettings.class, ManagedService.class},
    immediate = true,
    property = Constants.SERVICE_PID + "=" + AuditSettings.PID)
public final class AuditSettings extends ConfiguredSingleton {

  static final String PID = "io.fairlead.audit";

  static final SettingsSchema SCHEMA =
      new SettingsSchema(
          List.of(
              Setting.hot(
                  "max_file_bytes",
                  Type.INTEGER,
                  "10485760",
                  Rules.between(65_536, 1_073_741_824),
                  "A file of the audit that has grown so long is followed by another, in bytes."),
              Setting.hot(
                  "max_files",
                  Type.INTEGER,
                  "10",
                  Rules.between(2, 1_000),
                  "How many files of the audit there are; beyond it the oldest goes.")),
          List.of());

  private volatile SettingsValues values = SCHEMA.read(Map.of());
  private volatile boolean known;

  @Activate
  public AuditSettings(@Reference ConfigStore store) {
    super(store, PID, SCHEMA);
  }

  @Override
  protected void apply(Map<String, String> settings) {
    values = SCHEMA.read(settings);
    known = true;
  }

  /** Those in force now; the defaults until the first are known. */
  SettingsValues values() {
    return values;
  }

  /** As long as it is not known how many files are wanted, none goes. */
  Journal.Limits limits() {
    SettingsValues now = values;
    return new Journal.Limits(
        now.number("max_file_bytes"), known ? now.integer("max_files") : Integer.MAX_VALUE);
  }
}
