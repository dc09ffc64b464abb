package io.fairlead.rest.traffic;

import io.fairlead.kernel.settings.Setting;
import io.fairlead.kernel.settings.SettingsSchema;
import io.fairlead.rest.IfMatch;
import io.fairlead.rest.Query;
import io.fairlead.rest.Replies;
import io.fairlead.rest.RequestSettings;
import io.fairlead.rest.Rest;
import io.fairlead.traffic.pool.PartitionStats;
import io.fairlead.traffic.pool.PartitionView;
import io.fairlead.traffic.pool.PoolPartitions;
import io.fairlead.traffic.pool.Pools;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
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

/** The partitions of a pool: what they are set to, what they use. */
@Component(service = {PartitionResource.class, RequestSettings.class})
@Rest("pool-partitions")
@Path("/pools/{id}/partitions")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "pool partitions")
public final class PartitionResource implements RequestSettings {

  private final Pools pools;
  private final PoolPartitions partitions;

  @Activate
  public PartitionResource(@Reference Pools pools, @Reference PoolPartitions partitions) {
    this.pools = pools;
    this.partitions = partitions;
  }

  @GET
  @Operation(operationId = "partitions", summary = "A pool's partitions, by name")
  public List<PartitionView> list(@PathParam("id") String id, @Context UriInfo uri) {
    Query.of(uri).end();
    return partitions.list(pool(id));
  }

  @POST
  @Operation(operationId = "createPartition", summary = "Makes a partition")
  @ApiResponse(
      responseCode = "201",
      content = @Content(schema = @Schema(implementation = PartitionView.class)))
  public Response create(
      @PathParam("id") String id, Map<String, Object> body, @Context UriInfo uri) {
    Query.of(uri).end();
    PartitionView made = partitions.create(pool(id), body).partition();
    return Replies.created(made, made.revision(), path(id, made.name()));
  }

  @GET
  @Path("{name}")
  @Operation(operationId = "partition", summary = "One partition")
  @ApiResponse(
      responseCode = "200",
      content = @Content(schema = @Schema(implementation = PartitionView.class)))
  public Response partition(
      @PathParam("id") String id, @PathParam("name") String name, @Context UriInfo uri) {
    Query.of(uri).end();
    PartitionView partition = known(id, name);
    return Replies.ok(partition, partition.revision());
  }

  @PUT
  @Path("{name}")
  @Operation(
      operationId = "updatePartition",
      summary = "Changes a partition while it is in use; a field left out keeps its value")
  @ApiResponse(
      responseCode = "200",
      content = @Content(schema = @Schema(implementation = PartitionView.class)))
  public Response update(
      @PathParam("id") String id,
      @PathParam("name") String name,
      Map<String, Object> body,
      @Parameter(hidden = true) @HeaderParam("If-Match") @Nullable String ifMatch,
      @Context UriInfo uri) {
    Query.of(uri).end();
    known(id, name);
    PoolPartitions.Changed changed = partitions.update(id, name, body, revision(id, name, ifMatch));
    return Replies.changed(
        changed.partition(), changed.partition().revision(), changed.applied(), path(id, name));
  }

  @DELETE
  @Path("{name}")
  @Operation(
      operationId = "deletePartition",
      summary = "Removes a partition; its loans end, who waits goes to the default partition")
  @ApiResponse(responseCode = "204", description = "gone")
  @ApiResponse(responseCode = "202", description = "gone when its last loan is home")
  public Response delete(
      @PathParam("id") String id,
      @PathParam("name") String name,
      @Parameter(hidden = true) @HeaderParam("If-Match") @Nullable String ifMatch,
      @Context UriInfo uri) {
    Query.of(uri).end();
    known(id, name);
    return partitions.delete(id, name, revision(id, name, ifMatch))
        ? Response.noContent().build()
        : Replies.accepted(Map.of("removed", false), path(id, name));
  }

  @GET
  @Path("{name}/stats")
  @Operation(operationId = "partitionStats", summary = "A partition's numbers")
  public PartitionStats stats(
      @PathParam("id") String id, @PathParam("name") String name, @Context UriInfo uri) {
    Query.of(uri).end();
    known(id, name);
    return partitions.stats(id, name);
  }

  @Override
  public Map<String, SettingsSchema> requestSettings() {
    SettingsSchema schema = partitions.schema();
    Setting name =
        Setting.sealed("name", Setting.Type.TEXT, null, Setting.Rule.ANY, "What it will be called.")
            .asRequired();
    return Map.of(
        "createPartition",
        new SettingsSchema(
            Stream.concat(Stream.of(name), schema.settings().stream()).toList(), List.of()),
        "updatePartition",
        schema);
  }

  private String pool(String id) {
    return pools.find(id).orElseThrow(() -> Replies.unknown("pool", id)).poolId();
  }

  private PartitionView known(String id, String name) {
    return partitions.find(pool(id), name).orElseThrow(() -> Replies.unknown("partition", name));
  }

  private Optional<String> revision(String id, String name, @Nullable String ifMatch) {
    return IfMatch.of(ifMatch)
        .revision(() -> partitions.find(id, name).map(PartitionView::revision));
  }

  private static String path(String id, String name) {
    return "/pools/" + id + "/partitions/" + name;
  }
}
