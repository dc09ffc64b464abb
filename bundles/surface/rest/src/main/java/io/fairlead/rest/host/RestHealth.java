package io.fairlead.rest.host;

import io.fairlead.kernel.health.HealthCheck;
import io.fairlead.kernel.health.SettledAfterBoot;
import io.fairlead.rest.RestResources;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** REST is ready once it serves what the start brought. */
@Component
public final class RestHealth implements HealthCheck {

  private final SettledAfterBoot settled;

  @Activate
  public RestHealth(@Reference RestResources resources, BundleContext context) {
    this.settled = new SettledAfterBoot(context, resources::settled);
  }

  @Override
  public String part() {
    return "rest";
  }

  @Override
  public Health health() {
    return settled.health();
  }
}
