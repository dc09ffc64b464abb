package io.fairlead.rest.traffic;

import io.fairlead.rest.Query;
import io.fairlead.rest.Replies;
import io.fairlead.rest.Rest;
import io.fairlead.traffic.pool.LeaksView;
import io.fairlead.traffic.pool.PoolLeaks;
import io.fairlead.traffic.pool.Pools;
import io.swagger.v3.oas.annotations.Operation;
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

/** Loans that did not come home in time. */
@Component(service = LeakResource.class)
@Rest("pool-leaks")
@Path("/pools/{id}/leaks")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "pool leaks")
public final class LeakResource {

  private final Pools pools;
  private final PoolLeaks leaks;

  @Activate
  public LeakResource(@Reference Pools pools, @Reference PoolLeaks leaks) {
    this.pools = pools;
    this.leaks = leaks;
  }

  @GET
  @Operation(
      operationId = "connectionLeaks",
      summary = "Loans that were out for longer than the threshold, and who has them")
  public LeaksView list(@PathParam("id") String id, @Context UriInfo uri) {
    Query.of(uri).end();
    return leaks.list(pool(id));
  }

  @POST
  @Path("clear")
  @Operation(
      operationId = "clearLeaks",
      summary = "Forgets them; one that is still out is reported again after another threshold")
  public Cleared clear(@PathParam("id") String id, Map<String, Object> body, @Context UriInfo uri) {
    Query.of(uri).end();
    String pool = pool(id);
    Replies.noFields(body);
    return new Cleared(leaks.clear(pool));
  }

  /** How many were forgotten. */
  public record Cleared(int cleared) {}

  private String pool(String id) {
    return pools.find(id).orElseThrow(() -> Replies.unknown("pool", id)).poolId();
  }
}
