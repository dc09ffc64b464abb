package io.fairlead.kernel.runtime;

import io.fairlead.kernel.audit.Audit;
import io.fairlead.kernel.instance.Instance;
import java.nio.file.Path;
import java.util.List;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;

/** Tells the audit of edits by hand of the user's files that Felix and Pax Logging own. */
@Component(immediate = true, service = FrameworkSettingsComponent.class)
public final class FrameworkSettingsComponent {

  private static final List<String> FILES =
      List.of("org.apache.felix.http.cfg", "org.ops4j.pax.logging.cfg");

  private final List<Lookout> lookouts;

  @Activate
  public FrameworkSettingsComponent(@Reference Instance instance, @Reference Audit audit) {
    Path copies = instance.data().resolve("known-settings");
    lookouts =
        FILES.stream()
            .map(
                name ->
                    new FrameworkSettingsFile(
                        instance.etc().resolve(name),
                        copies.resolve(name),
                        instance::writeDurably,
                        audit))
            .map(file -> new Lookout("settings-file", file.toString(), file::look))
            .toList();
  }

  @Deactivate
  void close() {
    lookouts.forEach(Lookout::close);
  }
}
