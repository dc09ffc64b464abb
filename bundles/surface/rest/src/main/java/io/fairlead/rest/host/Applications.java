package io.fairlead.rest.host;

import io.fairlead.kernel.access.Caller;
import io.fairlead.kernel.audit.Audit;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import org.glassfish.jersey.CommonProperties;
import org.glassfish.jersey.internal.inject.AbstractBinder;
import org.glassfish.jersey.server.ResourceConfig;
import org.glassfish.jersey.server.ServerProperties;
import org.glassfish.jersey.server.model.Resource;

/** What Jersey is told of a set of resources. */
final class Applications {

  private static final Map<String, Object> PROPERTIES =
      Map.of(
          ServerProperties.WADL_FEATURE_DISABLE, true,
          ServerProperties.BV_FEATURE_DISABLE, true,
          ServerProperties.MONITORING_ENABLED, false,
          ServerProperties.RESPONSE_SET_STATUS_OVER_SEND_ERROR, true,
          ServerProperties.LOCATION_HEADER_RELATIVE_URI_RESOLUTION_DISABLED, true,
          CommonProperties.FEATURE_AUTO_DISCOVERY_DISABLE, true,
          CommonProperties.METAINF_SERVICES_LOOKUP_DISABLE, true,
          CommonProperties.MOXY_JSON_FEATURE_DISABLE, true);

  private final BiConsumer<Caller, String> authorize;

  private final Audit audit;

  Applications(BiConsumer<Caller, String> authorize, Audit audit) {
    this.authorize = authorize;
    this.audit = audit;
  }

  ResourceConfig of(List<Object> resources) {
    Json json = new Json();
    return new ResourceConfig()
        .setProperties(PROPERTIES)
        .registerResources(
            resources.stream().map(r -> Resource.from(r.getClass())).toArray(Resource[]::new))
        .register(new Instances(resources))
        .register(new JsonReader(json))
        .register(new JsonWriter(json))
        .register(new ProblemMapper())
        .register(new Operations(authorize, audit));
  }

  /**
   * Jersey asks for an instance of a class; it gets the service, never one that it makes itself.
   */
  private static final class Instances extends AbstractBinder {
    private final List<Object> resources;

    Instances(List<Object> resources) {
      this.resources = resources;
    }

    @Override
    @SuppressWarnings("unchecked")
    protected void configure() {
      resources.forEach(r -> bind(r).to((Class<Object>) r.getClass()));
    }
  }
}
