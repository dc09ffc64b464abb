package io.fairlead.graphql;

import io.fairlead.kernel.health.HealthCheck;
import io.fairlead.kernel.health.SettledAfterBoot;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** GraphQL is ready once its schema holds what the start brought. */
@Component
public final class GraphqlHealth implements HealthCheck {

  private final SettledAfterBoot settled;

  @Activate
  public GraphqlHealth(@Reference GraphqlComponent graphql, BundleContext context) {
    this.settled = new SettledAfterBoot(context, graphql::settled);
  }

  @Override
  public String part() {
    return "graphql";
  }

  @Override
  public Health health() {
    return settled.health();
  }
}
