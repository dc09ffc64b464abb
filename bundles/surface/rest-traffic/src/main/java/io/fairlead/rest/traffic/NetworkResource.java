package io.fairlead.rest.traffic;

import io.fairlead.kernel.page.Page;
import io.fairlead.kernel.page.PageRequest;
import io.fairlead.kernel.settings.SettingsSchema;
import io.fairlead.rest.IfMatch;
import io.fairlead.rest.Query;
import io.fairlead.rest.Replies;
import io.fairlead.rest.RequestSettings;
import io.fairlead.rest.Rest;
import io.fairlead.traffic.network.Network;
import io.fairlead.traffic.network.NetworkConnection;
import io.fairlead.traffic.network.NetworkStatus;
import io.fairlead.traffic.network.ProtocolConfig;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.enums.ParameterIn;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
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

/** The clients' sockets, and what all native listeners share. */
@Component(service = {NetworkResource.class, RequestSettings.class})
@Rest("network")
@Path("/network")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "network")
public final class NetworkResource implements RequestSettings {

  private final Network network;

  @Activate
  public NetworkResource(@Reference Network network) {
    this.network = network;
  }

  @GET
  @Path("status")
  @Operation(operationId = "networkStatus", summary = "Whether clients can be served, and counters")
  public NetworkStatus status(@Context UriInfo uri) {
    Query.of(uri).end();
    return network.status();
  }

  @GET
  @Path("connections")
  @Operation(operationId = "networkConnections", summary = "The clients' sockets, by id, in pages")
  @Parameter(
      name = "page",
      in = ParameterIn.QUERY,
      schema = @Schema(type = "integer", minimum = "1", defaultValue = "1"))
  @Parameter(
      name = "page_size",
      in = ParameterIn.QUERY,
      schema = @Schema(type = "integer", minimum = "1", maximum = "1000", defaultValue = "50"))
  public Page<NetworkConnection> connections(@Context UriInfo uri) {
    Query query = Query.of(uri, "page", "page_size");
    PageRequest page = query.page();
    query.end();
    return page.of(network.connections());
  }

  @GET
  @Path("connections/{id}")
  @Operation(operationId = "networkConnection", summary = "One client's socket")
  public NetworkConnection connection(@PathParam("id") String id, @Context UriInfo uri) {
    Query.of(uri).end();
    return network.connection(id).orElseThrow(() -> Replies.unknown("network connection", id));
  }

  @DELETE
  @Path("connections/{id}")
  @Operation(operationId = "closeNetworkConnection", summary = "Tells the client and closes it")
  @ApiResponse(responseCode = "204", description = "closed")
  public void close(@PathParam("id") String id, @Context UriInfo uri) {
    Query.of(uri).end();
    network.close(id);
  }

  @GET
  @Path("protocols")
  @Operation(operationId = "protocolConfig", summary = "What all native listeners share")
  @ApiResponse(
      responseCode = "200",
      content = @Content(schema = @Schema(implementation = ProtocolConfig.class)))
  public Response protocol(@Context UriInfo uri) {
    Query.of(uri).end();
    ProtocolConfig config = network.protocol();
    return Replies.ok(config, config.revision());
  }

  @PUT
  @Path("protocols")
  @Operation(
      operationId = "updateProtocolConfig",
      summary = "Changes what all native listeners share; a field left out keeps its value")
  @ApiResponse(
      responseCode = "200",
      content = @Content(schema = @Schema(implementation = ProtocolConfig.class)))
  public Response updateProtocol(
      Map<String, Object> body,
      @Parameter(hidden = true) @HeaderParam("If-Match") @Nullable String ifMatch,
      @Context UriInfo uri) {
    Query.of(uri).end();
    Optional<String> revision =
        IfMatch.of(ifMatch).revision(() -> Optional.of(network.protocol().revision()));
    Network.Changed changed = network.updateProtocol(body, revision);
    return Replies.changed(
        changed.config(), changed.config().revision(), changed.applied(), "/network/protocols");
  }

  @Override
  public Map<String, SettingsSchema> requestSettings() {
    return Map.of("updateProtocolConfig", network.protocolSchema());
  }
}
