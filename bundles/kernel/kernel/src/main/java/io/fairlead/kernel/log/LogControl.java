package io.fairlead.kernel.log;

import io.fairlead.kernel.error.Invalid;
import io.fairlead.kernel.error.Stale;
import io.fairlead.kernel.settings.SettingsSchema;
import java.util.Map;
import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;

/** Shows and changes how the server logs. */
@ProviderType
public interface LogControl {

  /** The settings, for documents. */
  SettingsSchema schema();

  LogConfig config();

  /**
   * @throws Invalid naming every wrong field
   * @throws Stale {@code ifMatch} is not the present revision
   */
  Changed update(Map<String, ?> patch, Optional<String> ifMatch);

  /**
   * The settings after a change; {@code applied} false when it was not acknowledged within 800 ms.
   */
  record Changed(LogConfig config, boolean applied) {}
}
