package io.fairlead.kernel.store;

import io.fairlead.kernel.config.ConfigId;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.service.cm.Configuration;
import org.osgi.service.cm.ConfigurationAdmin;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Configuration Admin, told in the same words as File Install uses, so that File Install finds its
 * own next look at the file answered already and calls nobody twice. The files are the truth: what
 * fails here File Install makes good at its next look.
 */
final class AdminAnnouncer implements Announcer {

  private static final Logger LOG = LoggerFactory.getLogger(AdminAnnouncer.class);
  static final String FILE_NAME = "felix.fileinstall.filename";

  private final ConfigurationAdmin admin;

  AdminAnnouncer(ConfigurationAdmin admin) {
    this.admin = admin;
  }

  @Override
  public void changed(ConfigId id, Map<String, String> settings, Path file) {
    Map<String, Object> properties = new TreeMap<>(settings);
    properties.put(FILE_NAME, file.toFile().getAbsoluteFile().toURI().toString());
    try {
      configuration(id).updateIfDifferent(FrameworkUtil.asDictionary(properties));
    } catch (IOException | RuntimeException e) {
      LOG.warn("{}: Configuration Admin was not told: {}", id.fullPid(), e.toString());
    }
  }

  @Override
  public void deleted(ConfigId id) {
    try {
      configuration(id).delete();
    } catch (IOException | RuntimeException e) {
      LOG.warn("{}: Configuration Admin was not told: {}", id.fullPid(), e.toString());
    }
  }

  /**
   * Deletes the configurations of ours that came from files which are gone: a crash may have kept
   * Configuration Admin's copy.
   */
  static void removeOrphans(ConfigurationAdmin admin, Predicate<String> exists) {
    try {
      Configuration[] all =
          admin.listConfigurations("(&(service.pid=io.fairlead.*)(" + FILE_NAME + "=*))");
      if (all == null) {
        return;
      }
      for (Configuration configuration : all) {
        Object file = configuration.getProperties().get(FILE_NAME);
        if (file instanceof String uri && !exists.test(uri)) {
          LOG.info("{}: its file is gone, deleted", configuration.getPid());
          configuration.delete();
        }
      }
    } catch (IOException | InvalidSyntaxException | RuntimeException e) {
      LOG.warn("configurations without files were not looked for: {}", e.toString());
    }
  }

  private Configuration configuration(ConfigId id) throws IOException {
    return id.name().isEmpty()
        ? admin.getConfiguration(id.pid(), "?")
        : admin.getFactoryConfiguration(id.pid(), id.name(), "?");
  }
}
