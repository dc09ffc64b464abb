package io.fairlead.rest.access;

import io.fairlead.kernel.access.RoleView;
import io.fairlead.kernel.access.UserAdmin;
import io.fairlead.kernel.access.UserView;
import io.fairlead.kernel.settings.SettingsSchema;
import io.fairlead.rest.Query;
import io.fairlead.rest.Replies;
import io.fairlead.rest.RequestSettings;
import io.fairlead.rest.Rest;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.util.List;
import java.util.Map;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Who is let in, and what each may do. */
@Component(service = {UserResource.class, RequestSettings.class})
@Rest("users")
@Path("/")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "access")
public final class UserResource implements RequestSettings {

  private final UserAdmin users;

  @Activate
  public UserResource(@Reference UserAdmin users) {
    this.users = users;
  }

  @GET
  @Path("users")
  @Operation(operationId = "users", summary = "All users, by name")
  public List<UserView> list(@Context UriInfo uri) {
    Query.of(uri).end();
    return users.list();
  }

  @POST
  @Path("users")
  @Operation(operationId = "createUser", summary = "Makes a user")
  @ApiResponse(
      responseCode = "201",
      content = @Content(schema = @Schema(implementation = UserView.class)))
  public Response create(Map<String, Object> body, @Context UriInfo uri) {
    Query.of(uri).end();
    UserView user = users.create(body);
    return Response.status(Response.Status.CREATED)
        .entity(user)
        .header(HttpHeaders.LOCATION, Rest.BASE + "/users/" + user.name())
        .build();
  }

  @GET
  @Path("users/{name}")
  @Operation(operationId = "user", summary = "One user")
  public UserView user(@PathParam("name") String name, @Context UriInfo uri) {
    Query.of(uri).end();
    return users.find(name).orElseThrow(() -> Replies.unknown("user", name));
  }

  @PUT
  @Path("users/{name}")
  @Operation(
      operationId = "updateUser",
      summary = "Changes a user's roles, lets the user in or not; a field left out keeps its value")
  public UserView update(
      @PathParam("name") String name, Map<String, Object> body, @Context UriInfo uri) {
    Query.of(uri).end();
    return users.update(name, body);
  }

  @DELETE
  @Path("users/{name}")
  @Operation(operationId = "deleteUser", summary = "Removes a user")
  @ApiResponse(responseCode = "204", description = "gone")
  public void delete(@PathParam("name") String name, @Context UriInfo uri) {
    Query.of(uri).end();
    users.delete(name);
  }

  @PUT
  @Path("users/{name}/password")
  @Operation(
      operationId = "changePassword",
      summary = "Exchanges a password: one's own, or as an admin anybody's",
      description = "`current` is the password of who asks. All logins of the user end.")
  @ApiResponse(responseCode = "204", description = "the new one holds, the old one does not")
  public void changePassword(
      @PathParam("name") String name, Map<String, Object> body, @Context UriInfo uri) {
    Query.of(uri).end();
    users.changePassword(name, body);
  }

  @GET
  @Path("roles")
  @Operation(operationId = "roles", summary = "The roles there are and what each may do")
  public List<RoleView> roles(@Context UriInfo uri) {
    Query.of(uri).end();
    return users.roles();
  }

  @Override
  public Map<String, SettingsSchema> requestSettings() {
    return Map.of(
        "createUser", users.createSchema(),
        "updateUser", users.updateSchema(),
        "changePassword", users.passwordSchema());
  }
}
