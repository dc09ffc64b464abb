package io.fairlead.rest.traffic;

import io.fairlead.kernel.metric.MetricText;
import io.fairlead.kernel.settings.Setting;
import io.fairlead.kernel.settings.SettingsSchema;
import io.fairlead.rest.IfMatch;
import io.fairlead.rest.Query;
import io.fairlead.rest.Replies;
import io.fairlead.rest.RequestSettings;
import io.fairlead.rest.Rest;
import io.fairlead.traffic.pool.DrainRequest;
import io.fairlead.traffic.pool.PoolStats;
import io.fairlead.traffic.pool.PoolView;
import io.fairlead.traffic.pool.Pools;
import io.fairlead.traffic.pool.SizingDecision;
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
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicyOption;

/** Pools: what they are set to, what they do. */
@Component(service = {PoolResource.class, RequestSettings.class})
@Rest("pools")
@Path("/pools")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "pools")
public final class PoolResource implements RequestSettings {

  private final Pools pools;

  @Reference(
      cardinality = ReferenceCardinality.OPTIONAL,
      policyOption = ReferencePolicyOption.GREEDY)
  private volatile @Nullable MetricText metrics;

  @Activate
  public PoolResource(@Reference Pools pools) {
    this.pools = pools;
  }

  PoolResource(Pools pools, MetricText metrics) {
    this(pools);
    this.metrics = metrics;
  }

  @GET
  @Operation(operationId = "connectionPools", summary = "All pools, by name")
  public List<PoolView> list(@Context UriInfo uri) {
    Query.of(uri).end();
    return pools.list();
  }

  @POST
  @Operation(operationId = "createPool", summary = "Makes a pool, or only tries its settings out")
  @ApiResponse(
      responseCode = "201",
      content = @Content(schema = @Schema(implementation = PoolView.class)))
  @ApiResponse(
      responseCode = "200",
      description = "dry_run: what opening one connection found",
      content = @Content(schema = @Schema(implementation = Pools.Trial.class)))
  @Parameter(
      name = "dry_run",
      in = ParameterIn.QUERY,
      description = "opens one connection and changes nothing",
      schema = @Schema(type = "boolean"))
  public Response create(Map<String, Object> body, @Context UriInfo uri) {
    Query query = Query.of(uri, "dry_run");
    boolean dryRun = query.flag("dry_run");
    query.end();
    if (dryRun) {
      return Response.ok(pools.tryOut(body)).build();
    }
    PoolView pool = pools.create(body).pool();
    return Replies.created(pool, pool.revision(), path(pool));
  }

  @GET
  @Path("{id}")
  @Operation(operationId = "connectionPool", summary = "One pool")
  @ApiResponse(
      responseCode = "200",
      content = @Content(schema = @Schema(implementation = PoolView.class)))
  public Response pool(@PathParam("id") String id, @Context UriInfo uri) {
    Query.of(uri).end();
    PoolView pool = known(id);
    return Replies.ok(pool, pool.revision());
  }

  @PUT
  @Path("{id}")
  @Operation(
      operationId = "updatePoolConfig",
      summary = "Changes a pool; a field left out keeps its value")
  @ApiResponse(
      responseCode = "200",
      content = @Content(schema = @Schema(implementation = PoolView.class)))
  public Response update(
      @PathParam("id") String id,
      Map<String, Object> body,
      @Parameter(hidden = true) @HeaderParam("If-Match") @Nullable String ifMatch,
      @Context UriInfo uri) {
    Query.of(uri).end();
    known(id);
    Pools.Changed changed = pools.update(id, body, revision(id, ifMatch));
    return Replies.changed(
        changed.pool(), changed.pool().revision(), changed.applied(), path(changed.pool()));
  }

  @DELETE
  @Path("{id}")
  @Operation(operationId = "deletePool", summary = "Removes a pool; what is out may end first")
  @ApiResponse(responseCode = "204", description = "gone")
  @ApiResponse(responseCode = "202", description = "gone when the last connection is home")
  public Response delete(
      @PathParam("id") String id,
      @Parameter(hidden = true) @HeaderParam("If-Match") @Nullable String ifMatch,
      @Context UriInfo uri) {
    Query.of(uri).end();
    String path = path(known(id));
    return pools.delete(id, revision(id, ifMatch))
        ? Response.noContent().build()
        : Replies.accepted(Map.of("removed", false), path);
  }

  @GET
  @Path("{id}/stats")
  @Operation(operationId = "poolStats", summary = "A pool's numbers since it was made")
  @Parameter(
      name = "format",
      in = ParameterIn.QUERY,
      description = "csv: a line of names and one of numbers; prometheus: the series of /metrics",
      schema =
          @Schema(
              type = "string",
              allowableValues = {"json", "csv", "prometheus"},
              defaultValue = "json"))
  @ApiResponse(
      responseCode = "200",
      content = @Content(schema = @Schema(implementation = PoolStats.class)))
  @Produces({MediaType.APPLICATION_JSON, StatsFormat.CSV_TYPE, StatsFormat.TEXT_TYPE})
  public Response stats(@PathParam("id") String id, @Context UriInfo uri) {
    Query query = Query.of(uri, "format");
    StatsFormat format = query.check(() -> StatsFormat.of(query.text("format")), StatsFormat.JSON);
    query.end();
    return format.of(known(id), pools.stats(id), Optional.ofNullable(metrics));
  }

  @GET
  @Path("{id}/decisions")
  @Operation(
      operationId = "poolDecisions",
      summary = "The last 200 changes of a pool's size and why, the oldest first")
  public List<SizingDecision> decisions(@PathParam("id") String id, @Context UriInfo uri) {
    Query.of(uri).end();
    known(id);
    return pools.decisions(id);
  }

  @POST
  @Path("{id}/drain")
  @Operation(
      operationId = "drainPool",
      summary = "Lends no more; at the deadline what is out is cancelled and closed")
  @ApiResponse(
      responseCode = "202",
      content = @Content(schema = @Schema(implementation = Draining.class)))
  public Response drain(
      @PathParam("id") String id, Map<String, Object> body, @Context UriInfo uri) {
    Query.of(uri).end();
    String path = path(known(id));
    int remaining = pools.drain(id, DrainRequest.of(body));
    return Replies.accepted(new Draining(remaining), path + "/stats");
  }

  @POST
  @Path("{id}/pause")
  @Operation(operationId = "pausePool", summary = "Lends no more until resumed; who asks waits")
  public PoolView pause(
      @PathParam("id") String id, Map<String, Object> body, @Context UriInfo uri) {
    Query.of(uri).end();
    known(id);
    Replies.noFields(body);
    return pools.pause(id);
  }

  @POST
  @Path("{id}/resume")
  @Operation(operationId = "resumePool", summary = "Lends again, from paused, draining or drained")
  public PoolView resume(
      @PathParam("id") String id, Map<String, Object> body, @Context UriInfo uri) {
    Query.of(uri).end();
    known(id);
    Replies.noFields(body);
    return pools.resume(id);
  }

  @Override
  public Map<String, SettingsSchema> requestSettings() {
    return Map.of(
        "createPool", withName(pools.schema()),
        "updatePoolConfig", pools.schema(),
        "drainPool", DrainRequest.SCHEMA);
  }

  /** A pool's name is its id: only the request that makes it has it as a field. */
  private static SettingsSchema withName(SettingsSchema schema) {
    Setting name =
        Setting.sealed("name", Setting.Type.TEXT, null, Setting.Rule.ANY, "What it will be called.")
            .asRequired();
    return new SettingsSchema(
        Stream.concat(Stream.of(name), schema.settings().stream()).toList(), List.of());
  }

  /** How many connections are still out. */
  public record Draining(int remaining) {}

  private PoolView known(String id) {
    return pools.find(id).orElseThrow(() -> Replies.unknown("pool", id));
  }

  private Optional<String> revision(String id, @Nullable String ifMatch) {
    return IfMatch.of(ifMatch).revision(() -> pools.find(id).map(PoolView::revision));
  }

  private static String path(PoolView pool) {
    return "/pools/" + pool.poolId();
  }
}
