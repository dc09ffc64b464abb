package io.fairlead.rest.host;

import io.fairlead.kernel.health.HealthCheck;
import io.fairlead.rest.RestResources;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** REST is ready once it serves anything. */
@Component
public final class RestHealth implements HealthCheck {

  private final RestResources resources;

  @Activate
  public RestHealth(@Reference RestResources resources) {
    this.resources = resources;
  }

  @Override
  public String part() {
    return "rest";
  }

  @Override
  public Health health() {
    return resources.snapshot().classes().isEmpty()
        ? Health.notReady("no resources are there yet")
        : Health.READY;
  }
}
