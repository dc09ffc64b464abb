package io.fairlead.rest.traffic;

import io.fairlead.kernel.page.PageRequest;
import io.fairlead.kernel.settings.SettingsSchema;
import io.fairlead.rest.Query;
import io.fairlead.rest.Replies;
import io.fairlead.rest.RequestSettings;
import io.fairlead.rest.Rest;
import io.fairlead.traffic.pool.ClearRequest;
import io.fairlead.traffic.pool.Pools;
import io.fairlead.traffic.pool.WaitQueueStats;
import io.fairlead.traffic.pool.WaitQueueView;
import io.fairlead.traffic.pool.WaitQueues;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.enums.ParameterIn;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.UriInfo;
import java.util.Map;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Who waits for a pool's connections, and for whom. */
@Component(service = {WaitQueueResource.class, RequestSettings.class})
@Rest("pool-wait-queue")
@Path("/pools/{id}/wait-queue")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "pool wait-queue")
public final class WaitQueueResource implements RequestSettings {

  private final Pools pools;
  private final WaitQueues queues;

  @Activate
  public WaitQueueResource(@Reference Pools pools, @Reference WaitQueues queues) {
    this.pools = pools;
    this.queues = queues;
  }

  @GET
  @Operation(
      operationId = "waitQueue",
      summary = "Who waits, in order, in pages, and who holds what each waits for")
  @Parameter(
      name = "page",
      in = ParameterIn.QUERY,
      schema = @Schema(type = "integer", minimum = "1", defaultValue = "1"))
  @Parameter(
      name = "page_size",
      in = ParameterIn.QUERY,
      schema = @Schema(type = "integer", minimum = "1", maximum = "1000", defaultValue = "50"))
  public WaitQueueView list(@PathParam("id") String id, @Context UriInfo uri) {
    Query query = Query.of(uri, "page", "page_size");
    PageRequest page = query.page();
    query.end();
    return queues.list(pool(id), page);
  }

  @GET
  @Path("stats")
  @Operation(
      operationId = "waitQueueStats",
      summary = "The queue's numbers since the pool was made")
  public WaitQueueStats stats(@PathParam("id") String id, @Context UriInfo uri) {
    Query.of(uri).end();
    return queues.stats(pool(id));
  }

  @POST
  @Path("clear")
  @Operation(
      operationId = "clearWaitQueue",
      summary = "Sends waiters away with the error queue_cleared, at once")
  public Cleared clear(@PathParam("id") String id, Map<String, Object> body, @Context UriInfo uri) {
    Query.of(uri).end();
    String pool = pool(id);
    return new Cleared(queues.clear(pool, ClearRequest.of(body)));
  }

  @Override
  public Map<String, SettingsSchema> requestSettings() {
    return Map.of("clearWaitQueue", ClearRequest.SCHEMA);
  }

  /** How many were sent away. */
  public record Cleared(int cleared) {}

  private String pool(String id) {
    return pools.find(id).orElseThrow(() -> Replies.unknown("pool", id)).poolId();
  }
}
