package io.fairlead.kernel.runtime;

import io.fairlead.kernel.instance.About;
import io.fairlead.kernel.instance.AboutSource;
import io.fairlead.kernel.instance.Instance;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Dictionary;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Reads what the build wrote into this bundle's manifest. */
@Component(service = AboutSource.class)
public final class AboutComponent implements AboutSource {

  private static final String UNKNOWN = "unknown";

  private final Instance instance;
  private final InstantSource clock;
  private final String version;
  private final String commit;
  private final String builtAt;

  @Activate
  public AboutComponent(BundleContext context, @Reference Instance instance) {
    this(context.getBundle().getHeaders(""), instance, InstantSource.system());
  }

  AboutComponent(Dictionary<String, String> headers, Instance instance, InstantSource clock) {
    this.instance = instance;
    this.clock = clock;
    this.version = orUnknown(headers.get("Fairlead-Version"), "[0-9].*");
    this.commit = orUnknown(headers.get("Fairlead-Commit"), "[0-9a-f]{7,40}");
    this.builtAt = orUnknown(headers.get("Fairlead-Built-At"), "[0-9]{4}-[0-9]{2}-[0-9]{2}T.*Z");
  }

  @Override
  public About about() {
    return new About(
        version,
        commit,
        builtAt,
        instance.startedAt(),
        Duration.between(instance.startedAt(), clock.instant()).toSeconds(),
        System.getProperty("java.vm.name") + " " + System.getProperty("java.runtime.version"),
        System.getProperty("os.name")
            + " "
            + System.getProperty("os.version")
            + " "
            + System.getProperty("os.arch"),
        "UTC");
  }

  private static String orUnknown(@Nullable String header, String shape) {
    String text = header == null ? "" : header.trim();
    return text.matches(shape) ? text : UNKNOWN;
  }
}
