package io.fairlead.kernel.plugin;

import io.fairlead.kernel.plugin.RejectionSource.Rejection;
import java.util.List;
import org.osgi.annotation.versioning.ProviderType;

/** What is deployed: the answer of {@code GET /api/v1/plugins}. */
@ProviderType
public interface Plugins {

  PluginReport report();

  /**
   * Bundles of ours and of strangers (not the third-party libraries), what whiteboards rejected,
   * which configurations failed.
   */
  record PluginReport(
      List<PluginBundle> bundles, List<Rejection> rejected, List<FailedConfig> failedConfigs) {}

  /**
   * @param state installed, resolved, starting, active, stopping
   * @param offers what it registers: {@code protocol native}, {@code driver org.h2.Driver}, {@code
   *     surface rest-traffic}
   */
  record PluginBundle(
      long bundleId, String name, String version, String state, List<String> offers) {}

  /** A configuration whose file is not in force. */
  record FailedConfig(String pid, String file, String reason) {}
}
