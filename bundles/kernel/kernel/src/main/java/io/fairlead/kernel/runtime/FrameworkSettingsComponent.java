package io.fairlead.kernel.runtime;

import io.fairlead.kernel.audit.Audit;
import io.fairlead.kernel.instance.Instance;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells the audit of edits by hand of the user's files that Felix and Pax Logging own. */
@Component(immediate = true, service = FrameworkSettingsComponent.class)
public final class FrameworkSettingsComponent {

  private static final Logger LOG = LoggerFactory.getLogger(FrameworkSettingsComponent.class);
  private static final List<String> FILES =
      List.of("org.apache.felix.http.cfg", "org.ops4j.pax.logging.cfg");

  private final List<FrameworkSettingsFile> files;
  private final ScheduledThreadPoolExecutor executor =
      new ScheduledThreadPoolExecutor(1, NamedThreads.of("settings-files"));

  private String trouble = "";

  @Activate
  public FrameworkSettingsComponent(@Reference Instance instance, @Reference Audit audit) {
    Path copies = instance.data().resolve("known-settings");
    files =
        FILES.stream()
            .map(
                name ->
                    new FrameworkSettingsFile(
                        instance.etc().resolve(name),
                        copies.resolve(name),
                        instance::writeDurably,
                        audit))
            .toList();
    executor.scheduleWithFixedDelay(this::look, 1, 1, TimeUnit.SECONDS);
  }

  private void look() {
    try {
      for (FrameworkSettingsFile file : files) {
        file.look();
      }
      trouble = "";
    } catch (IOException | RuntimeException | LinkageError e) {
      if (!trouble.equals(e.toString())) {
        trouble = e.toString();
        LOG.warn("settings' files could not be looked at: {}", trouble);
      }
    }
  }

  @Deactivate
  void close() {
    executor.shutdownNow();
  }
}
