package io.fairlead.rest.host;

import io.fairlead.kernel.error.Conflict;
import io.fairlead.kernel.error.Exhausted;
import io.fairlead.kernel.error.Fault;
import io.fairlead.kernel.error.Invalid;
import io.fairlead.kernel.error.NotFound;
import io.fairlead.kernel.error.Stale;
import io.fairlead.kernel.error.Unavailable;
import io.fairlead.rest.Query;
import io.fairlead.rest.Replies;
import io.swagger.v3.oas.annotations.Operation;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Answers what it was asked, and fails in every way. */
@Path("/echo")
@Produces(MediaType.APPLICATION_JSON)
public final class EchoResource {

  final AtomicInteger writes = new AtomicInteger();

  public record View(String someText, Instant createdAt, @Nullable Long nothingHere) {}

  @GET
  @Operation(operationId = "echo")
  public View echo() {
    return new View("text", Instant.ofEpochSecond(1), null);
  }

  @PUT
  @Operation(operationId = "updateEcho")
  public Response update(Map<String, Object> body) {
    writes.incrementAndGet();
    return Replies.changed(body, "r1", !body.containsKey("later"), "/echo");
  }

  @DELETE
  @Operation(operationId = "deleteEcho")
  public void delete() {
    writes.incrementAndGet();
  }

  @DELETE
  @Path("fail/{how}")
  @Operation(operationId = "failWriting")
  public void failWriting(@PathParam("how") String how) {
    fail(how);
  }

  @GET
  @Path("query")
  @Operation(operationId = "query")
  public Object query(@Context UriInfo uri) {
    Query query = Query.of(uri, "page", "page_size", "flag");
    Object page = query.page();
    query.flag("flag");
    query.end();
    return page;
  }

  @GET
  @Path("fail/{how}")
  @Operation(operationId = "fail")
  public View fail(@PathParam("how") String how) {
    throw switch (how) {
      case "notfound" -> new NotFound("pool x: unknown");
      case "invalid" ->
          new Invalid(List.of(new Fault("a", "0", ">= 1"), new Fault("b", "x", "a number")));
      case "conflict" -> new Conflict("the name x is taken");
      case "stale" -> new Stale("revision 1 is no longer the present one");
      case "unavailable" -> new Unavailable("no driver", Duration.ofMillis(1_500));
      case "exhausted" -> new Exhausted("8 are under way");
      default -> new IllegalStateException("secret " + getClass().getName());
    };
  }
}
