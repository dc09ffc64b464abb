package io.fairlead.rest.traffic;

import io.fairlead.kernel.settings.SettingsSchema;
import io.fairlead.rest.IfMatch;
import io.fairlead.rest.Query;
import io.fairlead.rest.Replies;
import io.fairlead.rest.RequestSettings;
import io.fairlead.rest.Rest;
import io.fairlead.traffic.pool.LifecyclePolicy;
import io.fairlead.traffic.pool.LifecycleStats;
import io.fairlead.traffic.pool.PoolLifecycles;
import io.fairlead.traffic.pool.Pools;
import io.fairlead.traffic.pool.RecycleRequest;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
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

/** How long a pool's connections live, and how they are made ready again. */
@Component(service = {LifecycleResource.class, RequestSettings.class})
@Rest("pool-lifecycle")
@Path("/pools/{id}/lifecycle")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "pool lifecycle")
public final class LifecycleResource implements RequestSettings {

  private final Pools pools;
  private final PoolLifecycles lifecycles;

  @Activate
  public LifecycleResource(@Reference Pools pools, @Reference PoolLifecycles lifecycles) {
    this.pools = pools;
    this.lifecycles = lifecycles;
  }

  @GET
  @Path("policy")
  @Operation(
      operationId = "lifecyclePolicy",
      summary = "How long connections live, and what is done to them between loans")
  @ApiResponse(
      responseCode = "200",
      content = @Content(schema = @Schema(implementation = LifecyclePolicy.class)))
  public Response policy(@PathParam("id") String id, @Context UriInfo uri) {
    Query.of(uri).end();
    LifecyclePolicy policy = lifecycles.policy(pool(id));
    return Replies.ok(policy, policy.revision());
  }

  @PUT
  @Path("policy")
  @Operation(
      operationId = "updateLifecyclePolicy",
      summary = "Changes it, for connections that are there too; a field left out keeps its value")
  @ApiResponse(
      responseCode = "200",
      content = @Content(schema = @Schema(implementation = LifecyclePolicy.class)))
  public Response update(
      @PathParam("id") String id,
      Map<String, Object> body,
      @Parameter(hidden = true) @HeaderParam("If-Match") @Nullable String ifMatch,
      @Context UriInfo uri) {
    Query.of(uri).end();
    String pool = pool(id);
    Optional<String> revision =
        IfMatch.of(ifMatch).revision(() -> Optional.of(lifecycles.policy(pool).revision()));
    PoolLifecycles.Changed changed = lifecycles.update(pool, body, revision);
    return Replies.changed(
        changed.policy(), changed.policy().revision(), changed.applied(), path(pool) + "/policy");
  }

  @POST
  @Path("recycle")
  @Operation(
      operationId = "recycleConnections",
      summary = "Makes connections ready again or replaces them, lent ones when they come home")
  @ApiResponse(
      responseCode = "202",
      content = @Content(schema = @Schema(implementation = LifecycleStats.Recycle.class)))
  public Response recycle(
      @PathParam("id") String id, Map<String, Object> body, @Context UriInfo uri) {
    Query.of(uri).end();
    String pool = pool(id);
    return Replies.accepted(
        lifecycles.recycle(pool, RecycleRequest.of(body)), path(pool) + "/stats");
  }

  @GET
  @Path("stats")
  @Operation(
      operationId = "lifecycleStats",
      summary = "What became of connections since the pool was made, and the running recycle")
  public LifecycleStats stats(@PathParam("id") String id, @Context UriInfo uri) {
    Query.of(uri).end();
    return lifecycles.stats(pool(id));
  }

  @Override
  public Map<String, SettingsSchema> requestSettings() {
    return Map.of(
        "updateLifecyclePolicy", lifecycles.schema(), "recycleConnections", RecycleRequest.SCHEMA);
  }

  private String pool(String id) {
    return pools.find(id).orElseThrow(() -> Replies.unknown("pool", id)).poolId();
  }

  private static String path(String pool) {
    return "/pools/" + pool + "/lifecycle";
  }
}
