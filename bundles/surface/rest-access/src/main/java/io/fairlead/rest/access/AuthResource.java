package io.fairlead.rest.access;

import io.fairlead.kernel.access.Logins;
import io.fairlead.kernel.settings.Setting;
import io.fairlead.kernel.settings.Setting.Type;
import io.fairlead.kernel.settings.SettingsSchema;
import io.fairlead.kernel.settings.SettingsValues;
import io.fairlead.rest.CallerPrincipal;
import io.fairlead.rest.Query;
import io.fairlead.rest.RequestSettings;
import io.fairlead.rest.Rest;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.SecurityContext;
import jakarta.ws.rs.core.UriInfo;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Logins that last. {@code login} and {@code refresh} answer everybody, within limits. */
@Component(service = {AuthResource.class, RequestSettings.class})
@Rest("auth")
@Path("auth")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "access")
public final class AuthResource implements RequestSettings {

  private static final SettingsSchema LOGIN =
      new SettingsSchema(
          List.of(
              // People type passwords there: the audit of a refused login keeps no such text.
              Setting.hot("username", Type.TEXT, null, Setting.Rule.ANY, "The user's name.")
                  .asRequired()
                  .asSecret(),
              Setting.hot("password", Type.TEXT, null, Setting.Rule.ANY, "The user's password.")
                  .asRequired()
                  .asSecret()),
          List.of());

  private static final SettingsSchema REFRESH =
      new SettingsSchema(
          List.of(
              Setting.hot(
                      "refresh_token",
                      Type.TEXT,
                      null,
                      Setting.Rule.ANY,
                      "What the last login or refresh gave; good once.")
                  .asRequired()
                  .asSecret()),
          List.of());

  private final Logins logins;

  @Activate
  public AuthResource(@Reference Logins logins) {
    this.logins = logins;
  }

  @POST
  @Path("login")
  @Operation(operationId = "login", summary = "A token for Authorization: Bearer, for a password")
  public Logins.Tokens login(
      Map<String, Object> body, @Context UriInfo uri, @Context SecurityContext security) {
    Query.of(uri).end();
    SettingsValues values = LOGIN.read(LOGIN.merge(Map.of(), body, Set.of()));
    return logins.login(
        values.text("username"), values.text("password"), CallerPrincipal.of(security).address());
  }

  @POST
  @Path("refresh")
  @Operation(operationId = "refresh", summary = "The next token, for a refresh token")
  public Logins.Tokens refresh(Map<String, Object> body, @Context UriInfo uri) {
    Query.of(uri).end();
    SettingsValues values = REFRESH.read(REFRESH.merge(Map.of(), body, Set.of()));
    return logins.refresh(values.text("refresh_token"));
  }

  @POST
  @Path("logout")
  @Operation(operationId = "logout", summary = "Ends the login that the token belongs to")
  @ApiResponse(responseCode = "204", description = "the token is worth nothing any more")
  public void logout(@Context UriInfo uri, @Context SecurityContext security) {
    Query.of(uri).end();
    logins.logout(CallerPrincipal.of(security));
  }

  @GET
  @Path("validate")
  @Operation(operationId = "validate", summary = "Who the caller is, and until when")
  public Logins.Validity validate(@Context UriInfo uri, @Context SecurityContext security) {
    Query.of(uri).end();
    return logins.validate(CallerPrincipal.of(security));
  }

  @Override
  public Map<String, SettingsSchema> requestSettings() {
    return Map.of("login", LOGIN, "refresh", REFRESH);
  }
}
