package io.fairlead.kernel.store;

import io.fairlead.kernel.audit.Audit;
import io.fairlead.kernel.config.ConfigStore;
import io.fairlead.kernel.instance.Instance;
import java.io.File;
import java.net.URI;
import java.nio.file.Files;
import org.osgi.framework.BundleContext;
import org.osgi.service.cm.ConfigurationAdmin;
import org.osgi.service.cm.ConfigurationEvent;
import org.osgi.service.cm.ConfigurationListener;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** {@link FileConfigStore} in a framework. */
@Component(
    service = {ConfigStore.class, ConfigurationListener.class},
    immediate = true)
public final class ConfigStoreComponent extends FileConfigStore implements ConfigurationListener {

  @Activate
  public ConfigStoreComponent(
      BundleContext context,
      @Reference Instance instance,
      @Reference ConfigurationAdmin admin,
      @Reference Audit audit) {
    super(
        instance.etc(),
        instance.data().resolve("last-good"),
        new LocalFiles(),
        instance.key(),
        name ->
            name.startsWith("env:") ? System.getenv(name.substring(4)) : context.getProperty(name),
        new AdminAnnouncer(admin),
        audit);
    AdminAnnouncer.removeOrphans(admin, file -> Files.exists(new File(URI.create(file)).toPath()));
    start();
  }

  /** A file that somebody deleted: File Install has told Configuration Admin. */
  @Override
  public void configurationEvent(ConfigurationEvent event) {
    if (event.getType() == ConfigurationEvent.CM_DELETED) {
      ConfigFileName.parse(event.getPid().replace('~', '-') + ".cfg").ifPresent(this::forgetIfGone);
    }
  }
}
