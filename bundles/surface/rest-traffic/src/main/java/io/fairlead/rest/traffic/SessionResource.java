package io.fairlead.rest.traffic;

import io.fairlead.kernel.page.Page;
import io.fairlead.kernel.page.PageRequest;
import io.fairlead.rest.Query;
import io.fairlead.rest.Replies;
import io.fairlead.rest.Rest;
import io.fairlead.traffic.session.SessionFilter;
import io.fairlead.traffic.session.SessionStats;
import io.fairlead.traffic.session.SessionView;
import io.fairlead.traffic.session.Sessions;
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

/** What clients have on the server from their first byte to their last. */
@Component(service = SessionResource.class)
@Rest("sessions")
@Path("/")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "sessions")
public final class SessionResource {

  private final Sessions sessions;

  @Activate
  public SessionResource(@Reference Sessions sessions) {
    this.sessions = sessions;
  }

  @GET
  @Path("sessions")
  @Operation(operationId = "sessions", summary = "Sessions that match, by id, in pages")
  @Parameter(
      name = "state",
      in = ParameterIn.QUERY,
      description = "active, waiting, idle_in_transaction or idle")
  @Parameter(name = "user", in = ParameterIn.QUERY, description = "whose")
  @Parameter(name = "database", in = ParameterIn.QUERY, description = "in which database")
  @Parameter(
      name = "page",
      in = ParameterIn.QUERY,
      schema = @Schema(type = "integer", minimum = "1", defaultValue = "1"))
  @Parameter(
      name = "page_size",
      in = ParameterIn.QUERY,
      schema = @Schema(type = "integer", minimum = "1", maximum = "1000", defaultValue = "50"))
  public Page<SessionView> list(@Context UriInfo uri) {
    Query query = Query.of(uri, "state", "user", "database", "page", "page_size");
    PageRequest page = query.page();
    SessionFilter filter =
        query.check(
            () -> SessionFilter.of(query.text("state"), query.text("user"), query.text("database")),
            SessionFilter.ALL);
    query.end();
    return page.of(sessions.list(filter));
  }

  @GET
  @Path("sessions/{id}")
  @Operation(operationId = "session", summary = "One session")
  public SessionView session(@PathParam("id") String id, @Context UriInfo uri) {
    Query.of(uri).end();
    return sessions
        .find(Replies.id("session", id))
        .orElseThrow(() -> Replies.unknown("session", id));
  }

  @DELETE
  @Path("sessions/{id}")
  @Operation(
      operationId = "terminateSession",
      summary = "Cancels what runs, rolls back, tells the client and closes it")
  @ApiResponse(responseCode = "204", description = "ended")
  public void terminate(@PathParam("id") String id, @Context UriInfo uri) {
    Query.of(uri).end();
    sessions.terminate(Replies.id("session", id), "ended over REST");
  }

  @GET
  @Path("stats/sessions")
  @Operation(operationId = "sessionStats", summary = "Numbers over all sessions")
  public SessionStats stats(@Context UriInfo uri) {
    Query.of(uri).end();
    return sessions.stats();
  }
}
