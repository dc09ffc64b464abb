package io.fairlead.tracing;

import io.fairlead.kernel.settings.SettingsSchema;
import io.fairlead.rest.IfMatch;
import io.fairlead.rest.Replies;
import io.fairlead.rest.RequestSettings;
import io.fairlead.rest.Rest;
import io.swagger.v3.oas.annotations.Operation;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Map;
import java.util.Optional;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Tracing at /api/v1/tracing. */
@Component(service = {TracingResource.class, RequestSettings.class})
@Rest("tracing")
@Path("/tracing")
@Produces(MediaType.APPLICATION_JSON)
public final class TracingResource implements RequestSettings {

  private final TracingComponent tracing;

  @Activate
  public TracingResource(@Reference TracingComponent tracing) {
    this.tracing = tracing;
  }

  @GET
  @Operation(operationId = "tracing", summary = "How the export of spans fares")
  public TracingStatus status() {
    return tracing.status();
  }

  @GET
  @Path("/config")
  @Operation(operationId = "tracingConfig", summary = "Where spans go, and how many")
  public Response config() {
    TracingConfig config = tracing.config();
    return Replies.ok(config, config.revision());
  }

  @PUT
  @Path("/config")
  @Operation(operationId = "updateTracingConfig", summary = "Changes where spans go")
  public Response update(Map<String, Object> body, @HeaderParam("If-Match") String ifMatch) {
    Optional<String> builtOn =
        IfMatch.of(ifMatch).revision(() -> Optional.of(tracing.config().revision()));
    TracingConfig config = tracing.update(body, builtOn);
    return Replies.changed(config, config.revision(), config.applied(), "/tracing/config");
  }

  @Override
  public Map<String, SettingsSchema> requestSettings() {
    return Map.of("updateTracingConfig", TracingSettings.SCHEMA);
  }
}
