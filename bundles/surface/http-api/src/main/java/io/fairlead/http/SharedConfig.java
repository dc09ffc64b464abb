package io.fairlead.http;

import io.fairlead.kernel.error.Invalid;
import io.fairlead.kernel.error.Stale;
import io.fairlead.kernel.settings.SettingsSchema;
import java.util.Map;
import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;

/**
 * The settings of something of which there is one, as every surface shows and changes them. All are
 * hot. When its provider goes away, so do the operations on it.
 *
 * @param <C> how it is shown
 */
@ProviderType
public interface SharedConfig<C extends Record> {

  /** The settings, for documents and inputs. */
  SettingsSchema schema();

  /** What is in force now. */
  C config();

  /**
   * Durable when it returns.
   *
   * @throws Invalid naming every wrong field
   * @throws Stale {@code ifMatch} is not the present revision
   */
  Changed<C> update(Map<String, ?> patch, Optional<String> ifMatch);

  /** Of the settings as they stand in the file. */
  String revision();

  /**
   * The settings after a change.
   *
   * @param applied false when it was not acknowledged within 800 ms
   */
  record Changed<C>(C config, String revision, boolean applied) {}
}
