package io.fairlead.rest.host;

import io.fairlead.kernel.log.LogConfig;
import io.fairlead.kernel.log.LogControl;
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

/** How the server logs. */
@Component(service = {LogResource.class, RequestSettings.class})
@Rest("log")
@Path("/log")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "server")
public final class LogResource implements RequestSettings {

  private final LogControl log;

  @Activate
  public LogResource(@Reference LogControl log) {
    this.log = log;
  }

  @GET
  @Path("config")
  @Operation(operationId = "logConfig", summary = "The form of the log, and its levels")
  @ApiResponse(
      responseCode = "200",
      content = @Content(schema = @Schema(implementation = LogConfig.class)))
  public Response config(@Context UriInfo uri) {
    Query.of(uri).end();
    LogConfig config = log.config();
    return Replies.ok(config, config.revision());
  }

  @PUT
  @Path("config")
  @Operation(
      operationId = "updateLogConfig",
      summary = "Changes the log while it is written; a field left out keeps its value")
  @ApiResponse(
      responseCode = "200",
      content = @Content(schema = @Schema(implementation = LogConfig.class)))
  public Response update(
      Map<String, Object> body,
      @Parameter(hidden = true) @HeaderParam("If-Match") @Nullable String ifMatch,
      @Context UriInfo uri) {
    Query.of(uri).end();
    Optional<String> revision =
        IfMatch.of(ifMatch).revision(() -> Optional.of(log.config().revision()));
    LogControl.Changed changed = log.update(body, revision);
    return Replies.changed(
        changed.config(), changed.config().revision(), changed.applied(), "/log/config");
  }

  @Override
  public Map<String, SettingsSchema> requestSettings() {
    return Map.of("updateLogConfig", log.schema());
  }
}
