package io.fairlead.rest.access;

import io.fairlead.kernel.access.AccessConfig;
import io.fairlead.kernel.access.Logins;
import io.fairlead.kernel.settings.SettingsSchema;
import io.fairlead.rest.IfMatch;
import io.fairlead.rest.Query;
import io.fairlead.rest.Replies;
import io.fairlead.rest.RequestSettings;
import io.fairlead.rest.Rest;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** How long logins last. */
@Component(service = {AccessConfigResource.class, RequestSettings.class})
@Rest("access")
@Path("access/config")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "access")
public final class AccessConfigResource implements RequestSettings {

  private final Logins logins;

  @Activate
  public AccessConfigResource(@Reference Logins logins) {
    this.logins = logins;
  }

  @GET
  @Operation(operationId = "accessConfig", summary = "How long logins last")
  @ApiResponse(
      responseCode = "200",
      content = @Content(schema = @Schema(implementation = AccessConfig.class)))
  public Response config(@Context UriInfo uri) {
    Query.of(uri).end();
    AccessConfig config = logins.accessConfig();
    return Replies.ok(config, config.revision());
  }

  @PUT
  @Operation(
      operationId = "updateAccessConfig",
      summary = "Changes how long logins last; a field left out keeps its value")
  @ApiResponse(
      responseCode = "200",
      content = @Content(schema = @Schema(implementation = AccessConfig.class)))
  public Response updateConfig(
      Map<String, Object> body,
      @Parameter(hidden = true) @HeaderParam("If-Match") @Nullable String ifMatch,
      @Context UriInfo uri) {
    Query.of(uri).end();
    Optional<String> revision =
        IfMatch.of(ifMatch).revision(() -> Optional.of(logins.accessConfig().revision()));
    Logins.AccessConfigChanged changed = logins.updateAccessConfig(body, revision);
    return Replies.changed(
        changed.config(), changed.config().revision(), changed.applied(), "/access/config");
  }

  @Override
  public Map<String, SettingsSchema> requestSettings() {
    return Map.of("updateAccessConfig", logins.accessConfigSchema());
  }
}
