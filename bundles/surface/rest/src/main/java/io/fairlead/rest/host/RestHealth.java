package io.fairlead.rest.host;

import io.fairlead.kernel.health.HealthCheck;
import io.fairlead.kernel.health.SettledAfterBoot;
import io.fairlead.rest.RestResources;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;

/**
 * REST is ready once it serves what the start brought. It speaks from the bundle's start on, also
 * while the host itself still waits for the HTTP server: a part that says nothing counts as ready.
 */
@Component
public final class RestHealth implements HealthCheck {

  private final SettledAfterBoot settled;

  @Reference(
      cardinality = ReferenceCardinality.OPTIONAL,
      policy = ReferencePolicy.DYNAMIC,
      policyOption = ReferencePolicyOption.GREEDY)
  private volatile @Nullable RestResources resources;

  @Activate
  public RestHealth(BundleContext context) {
    this.settled = new SettledAfterBoot(context, this::serving);
  }

  private boolean serving() {
    RestResources present = resources;
    return present != null && present.settled();
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
