package io.fairlead.rest.host;

import io.fairlead.http.HttpsConfig;
import io.fairlead.http.HttpsConfigs;
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

/** How HTTP is served beside the plain port. */
@Component(service = {HttpsConfigResource.class, RequestSettings.class})
@Rest("https-config")
@Path(HttpsConfigResource.PATH)
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "server")
public final class HttpsConfigResource implements RequestSettings {

  static final String PATH = "/https/config";

  private final HttpsConfigs configs;

  @Activate
  public HttpsConfigResource(@Reference HttpsConfigs configs) {
    this.configs = configs;
  }

  @GET
  @Operation(operationId = "httpsConfig", summary = "How HTTP is served beside the plain port")
  @ApiResponse(
      responseCode = "200",
      content = @Content(schema = @Schema(implementation = HttpsConfig.class)))
  public Response config(@Context UriInfo uri) {
    Query.of(uri).end();
    return ConfigReplies.show(configs);
  }

  @PUT
  @Operation(
      operationId = "updateHttpsConfig",
      summary =
          "Changes how HTTP is served beside the plain port; a field left out keeps its value")
  @ApiResponse(
      responseCode = "200",
      content = @Content(schema = @Schema(implementation = HttpsConfig.class)))
  public Response update(
      Map<String, Object> body,
      @Parameter(hidden = true) @HeaderParam("If-Match") @Nullable String ifMatch,
      @Context UriInfo uri) {
    Query.of(uri).end();
    return ConfigReplies.change(configs, body, ifMatch, PATH);
  }

  @Override
  public Map<String, SettingsSchema> requestSettings() {
    return Map.of("updateHttpsConfig", configs.schema());
  }
}
