package io.fairlead.kernel.runtime;

import io.fairlead.kernel.audit.Audit;
import io.fairlead.kernel.instance.Instance;
import io.fairlead.kernel.plugin.RejectionSource;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks at {@code deploy/} once a second, tells the audit of it, and shows what nobody could take.
 */
@Component(immediate = true)
public final class DeployFolderComponent implements RejectionSource {

  private static final Logger LOG = LoggerFactory.getLogger(DeployFolderComponent.class);

  private final DeployFolder folder;
  private final ScheduledThreadPoolExecutor executor =
      new ScheduledThreadPoolExecutor(1, NamedThreads.of("deploy"));

  private String trouble = "";

  @Activate
  public DeployFolderComponent(
      BundleContext context, @Reference Instance instance, @Reference Audit audit) {
    Path deploy = instance.etc().resolveSibling("deploy");
    folder =
        new DeployFolder(
            context,
            deploy,
            new DeployJournal(
                deploy,
                new DeployMemory(instance.data().resolve("deployed"), instance::writeDurably),
                audit,
                new ReplacedBundles(context)));
    executor.scheduleWithFixedDelay(this::look, 1, 1, TimeUnit.SECONDS);
  }

  @Override
  public List<Rejection> rejections() {
    return folder.rejections();
  }

  private void look() {
    try {
      folder.look();
      trouble = "";
    } catch (IOException | RuntimeException | LinkageError e) {
      if (!trouble.equals(e.toString())) {
        trouble = e.toString();
        LOG.warn("deploy/ could not be looked at: {}", trouble);
      }
    }
  }

  @Deactivate
  void close() {
    executor.shutdownNow();
  }
}
