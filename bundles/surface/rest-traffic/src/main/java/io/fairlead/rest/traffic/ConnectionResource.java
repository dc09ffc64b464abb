package io.fairlead.rest.traffic;

import io.fairlead.kernel.page.Page;
import io.fairlead.kernel.page.PageRequest;
import io.fairlead.rest.Query;
import io.fairlead.rest.Replies;
import io.fairlead.rest.Rest;
import io.fairlead.traffic.pool.ConnectionFilter;
import io.fairlead.traffic.pool.ConnectionView;
import io.fairlead.traffic.pool.Pools;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.enums.ParameterIn;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.UriInfo;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** The pools' database connections. */
@Component(service = ConnectionResource.class)
@Rest("connections")
@Path("/connections")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "connections")
public final class ConnectionResource {

  private final Pools pools;

  @Activate
  public ConnectionResource(@Reference Pools pools) {
    this.pools = pools;
  }

  @GET
  @Operation(operationId = "connections", summary = "Connections that match, by id, in pages")
  @Parameter(name = "pool", in = ParameterIn.QUERY, description = "the name of their pool")
  @Parameter(
      name = "state",
      in = ParameterIn.QUERY,
      description = "idle, active, validating, resetting, cancelling, stuck or closing")
  @Parameter(name = "user", in = ParameterIn.QUERY, description = "their holder")
  @Parameter(
      name = "min_idle_secs",
      in = ParameterIn.QUERY,
      description = "idle for at least so long",
      schema = @Schema(type = "integer", minimum = "0"))
  @Parameter(
      name = "page",
      in = ParameterIn.QUERY,
      schema = @Schema(type = "integer", minimum = "1", defaultValue = "1"))
  @Parameter(
      name = "page_size",
      in = ParameterIn.QUERY,
      schema = @Schema(type = "integer", minimum = "1", maximum = "1000", defaultValue = "50"))
  public Page<ConnectionView> list(@Context UriInfo uri) {
    Query query = Query.of(uri, "pool", "state", "user", "min_idle_secs", "page", "page_size");
    PageRequest page = query.page();
    Long minIdle = query.number("min_idle_secs");
    ConnectionFilter filter =
        query.check(
            () ->
                ConnectionFilter.of(
                    query.text("pool"), query.text("state"), query.text("user"), minIdle),
            ConnectionFilter.ALL);
    query.end();
    return page.of(pools.connections(filter));
  }

  @GET
  @Path("{id}")
  @Operation(operationId = "connection", summary = "One connection")
  public ConnectionView connection(@PathParam("id") String id, @Context UriInfo uri) {
    Query.of(uri).end();
    return pools
        .connection(Replies.id("connection", id))
        .orElseThrow(() -> Replies.unknown("connection", id));
  }

  @DELETE
  @Path("{id}")
  @Operation(
      operationId = "killConnection",
      summary =
          "Cancels what runs on it and closes it; its holder gets an Error, the session lives")
  @ApiResponse(responseCode = "204", description = "closed")
  public void kill(@PathParam("id") String id, @Context UriInfo uri) {
    Query.of(uri).end();
    pools.kill(Replies.id("connection", id));
  }
}
