package io.fairlead.rest.access;

import io.fairlead.kernel.audit.AuditConfig;
import io.fairlead.kernel.audit.AuditFilter;
import io.fairlead.kernel.audit.AuditLog;
import io.fairlead.kernel.audit.AuditRecord;
import io.fairlead.kernel.page.Page;
import io.fairlead.kernel.page.PageRequest;
import io.fairlead.kernel.settings.SettingsSchema;
import io.fairlead.rest.IfMatch;
import io.fairlead.rest.Query;
import io.fairlead.rest.Replies;
import io.fairlead.rest.RequestSettings;
import io.fairlead.rest.Rest;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.enums.ParameterIn;
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

/** Who changed what, and who was refused. */
@Component(service = {AuditResource.class, RequestSettings.class})
@Rest("audit")
@Path("audit")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "audit")
public final class AuditResource implements RequestSettings {

  private final AuditLog log;

  @Activate
  public AuditResource(@Reference AuditLog log) {
    this.log = log;
  }

  @GET
  @Operation(operationId = "audit", summary = "Changes and refused attempts, the newest first")
  @Parameter(name = "user", in = ParameterIn.QUERY, schema = @Schema(type = "string"))
  @Parameter(name = "operation", in = ParameterIn.QUERY, schema = @Schema(type = "string"))
  @Parameter(
      name = "outcome",
      in = ParameterIn.QUERY,
      description = "OK, the code of a refusal, or REFUSED for all of these",
      schema = @Schema(type = "string"))
  @Parameter(
      name = "since",
      in = ParameterIn.QUERY,
      schema = @Schema(type = "string", format = "date-time"))
  @Parameter(
      name = "page",
      in = ParameterIn.QUERY,
      schema = @Schema(type = "integer", minimum = "1", defaultValue = "1"))
  @Parameter(
      name = "page_size",
      in = ParameterIn.QUERY,
      schema = @Schema(type = "integer", minimum = "1", maximum = "1000", defaultValue = "50"))
  public Page<AuditRecord> audit(@Context UriInfo uri) {
    Query query = Query.of(uri, "user", "operation", "outcome", "since", "page", "page_size");
    PageRequest page = query.page();
    AuditFilter filter =
        query.check(
            () ->
                AuditFilter.of(
                    query.text("user"),
                    query.text("operation"),
                    query.text("outcome"),
                    query.text("since")),
            AuditFilter.ALL);
    query.end();
    return log.read(filter, page);
  }

  @GET
  @Path("config")
  @Operation(operationId = "auditConfig", summary = "How the audit is kept, and how it fares")
  @ApiResponse(
      responseCode = "200",
      content = @Content(schema = @Schema(implementation = AuditConfig.class)))
  public Response config(@Context UriInfo uri) {
    Query.of(uri).end();
    AuditConfig config = log.config();
    return Replies.ok(config, config.revision());
  }

  @PUT
  @Path("config")
  @Operation(
      operationId = "updateAuditConfig",
      summary = "Changes how much of the audit is kept; a field left out keeps its value")
  @ApiResponse(
      responseCode = "200",
      content = @Content(schema = @Schema(implementation = AuditConfig.class)))
  public Response updateConfig(
      Map<String, Object> body,
      @Parameter(hidden = true) @HeaderParam("If-Match") @Nullable String ifMatch,
      @Context UriInfo uri) {
    Query.of(uri).end();
    Optional<String> revision =
        IfMatch.of(ifMatch).revision(() -> Optional.of(log.config().revision()));
    AuditLog.Changed changed = log.updateConfig(body, revision);
    return Replies.changed(
        changed.config(), changed.config().revision(), changed.applied(), "/audit/config");
  }

  @Override
  public Map<String, SettingsSchema> requestSettings() {
    return Map.of("updateAuditConfig", log.configSchema());
  }
}
