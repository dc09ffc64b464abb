package io.fairlead.kernel.runtime;

import io.fairlead.kernel.audit.Audit;
import io.fairlead.kernel.instance.Instance;
import io.fairlead.kernel.plugin.RejectionSource;
import java.nio.file.Path;
import java.util.List;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;

/**
 * Looks at {@code deploy/} once a second, tells the audit of it, and shows what nobody could take.
 */
@Component(immediate = true)
public final class DeployFolderComponent implements RejectionSource {

  private final DeployFolder folder;
  private final Lookout lookout;

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
    lookout = new Lookout("deploy", "deploy/", folder::look);
  }

  @Override
  public List<Rejection> rejections() {
    return folder.rejections();
  }

  @Deactivate
  void close() {
    lookout.close();
  }
}
