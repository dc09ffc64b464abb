package io.fairlead.rest.host;

import io.fairlead.http.HttpConfig;
import io.fairlead.http.HttpConfigs;
import io.fairlead.kernel.settings.SettingsSchema;
import io.fairlead.rest.Query;
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
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Who is served over HTTP, and within which limits. */
@Component(service = {HttpConfigResource.class, RequestSettings.class})
@Rest("http-config")
@Path(HttpConfigResource.PATH)
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "server")
public final class HttpConfigResource implements RequestSettings {

  static final String PATH = "/http/config";

  private final HttpConfigs configs;

  @Activate
  public HttpConfigResource(@Reference HttpConfigs configs) {
    this.configs = configs;
  }

  @GET
  @Operation(
      operationId = "httpConfig",
      summary = "Who is served over HTTP, and within which limits")
  @ApiResponse(
      responseCode = "200",
      content = @Content(schema = @Schema(implementation = HttpConfig.class)))
  public Response config(@Context UriInfo uri) {
    Query.of(uri).end();
    return ConfigReplies.show(configs);
  }

  @PUT
  @Operation(
      operationId = "updateHttpConfig",
      summary =
          "Changes who is served over HTTP, and within which limits; a field left out keeps its"
              + " value")
  @ApiResponse(
      responseCode = "200",
      content = @Content(schema = @Schema(implementation = HttpConfig.class)))
  public Response update(
      Map<String, Object> body,
      @Parameter(hidden = true) @HeaderParam("If-Match") @Nullable String ifMatch,
      @Context UriInfo uri) {
    Query.of(uri).end();
    return ConfigReplies.change(configs, body, ifMatch, PATH);
  }

  @Override
  public Map<String, SettingsSchema> requestSettings() {
    return Map.of("updateHttpConfig", configs.schema());
  }
}
