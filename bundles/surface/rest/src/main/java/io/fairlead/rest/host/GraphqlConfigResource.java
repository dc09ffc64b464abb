package io.fairlead.rest.host;

import io.fairlead.http.GraphqlConfig;
import io.fairlead.http.GraphqlConfigs;
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
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;

/**
 * The limits of GraphQL, while its host is there: this bundle does without it, this component does
 * not.
 */
@Component(
    service = {GraphqlConfigResource.class, RequestSettings.class},
    property = "configs.cardinality.minimum:Integer=1")
@Rest("graphql-config")
@Path(GraphqlConfigResource.PATH)
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "server")
public final class GraphqlConfigResource implements RequestSettings {

  static final String PATH = "/graphql/config";

  private final GraphqlConfigs configs;

  @Activate
  public GraphqlConfigResource(
      @Reference(name = "configs", cardinality = ReferenceCardinality.OPTIONAL)
          @Nullable GraphqlConfigs configs) {
    this.configs = Objects.requireNonNull(configs);
  }

  @GET
  @Operation(operationId = "graphqlConfig", summary = "The limits of GraphQL")
  @ApiResponse(
      responseCode = "200",
      content = @Content(schema = @Schema(implementation = GraphqlConfig.class)))
  public Response config(@Context UriInfo uri) {
    Query.of(uri).end();
    return ConfigReplies.show(configs);
  }

  @PUT
  @Operation(
      operationId = "updateGraphqlConfig",
      summary = "Changes the limits of GraphQL; a field left out keeps its value")
  @ApiResponse(
      responseCode = "200",
      content = @Content(schema = @Schema(implementation = GraphqlConfig.class)))
  public Response update(
      Map<String, Object> body,
      @Parameter(hidden = true) @HeaderParam("If-Match") @Nullable String ifMatch,
      @Context UriInfo uri) {
    Query.of(uri).end();
    return ConfigReplies.change(configs, body, ifMatch, PATH);
  }

  @Override
  public Map<String, SettingsSchema> requestSettings() {
    return Map.of("updateGraphqlConfig", configs.schema());
  }
}
