package io.fairlead.rest.traffic;

import io.fairlead.kernel.settings.Setting;
import io.fairlead.kernel.settings.SettingsSchema;
import io.fairlead.rest.IfMatch;
import io.fairlead.rest.Query;
import io.fairlead.rest.Replies;
import io.fairlead.rest.RequestSettings;
import io.fairlead.rest.Rest;
import io.fairlead.traffic.pool.BudgetView;
import io.fairlead.traffic.pool.PoolBudgets;
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

/** Budgets of connections that several pools share. */
@Component(service = {BudgetResource.class, RequestSettings.class})
@Rest("pool-budgets")
@Path("/pool-budgets")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "pool budgets")
public final class BudgetResource implements RequestSettings {

  private final PoolBudgets budgets;

  @Activate
  public BudgetResource(@Reference PoolBudgets budgets) {
    this.budgets = budgets;
  }

  @GET
  @Operation(operationId = "budgets", summary = "All budgets that pools can share, by name")
  public List<BudgetView> list(@Context UriInfo uri) {
    Query.of(uri).end();
    return budgets.list();
  }

  @POST
  @Operation(operationId = "createBudget", summary = "Makes a budget; pools join it by its name")
  @ApiResponse(
      responseCode = "201",
      content = @Content(schema = @Schema(implementation = BudgetView.class)))
  public Response create(Map<String, Object> body, @Context UriInfo uri) {
    Query.of(uri).end();
    BudgetView made = budgets.create(body).budget();
    return Replies.created(made, made.revision(), path(made.name()));
  }

  @GET
  @Path("{name}")
  @Operation(operationId = "budget", summary = "One budget, and what each of its pools has of it")
  @ApiResponse(
      responseCode = "200",
      content = @Content(schema = @Schema(implementation = BudgetView.class)))
  public Response budget(@PathParam("name") String name, @Context UriInfo uri) {
    Query.of(uri).end();
    BudgetView budget = known(name);
    return Replies.ok(budget, budget.revision());
  }

  @PUT
  @Path("{name}")
  @Operation(
      operationId = "updateBudget",
      summary = "Changes a budget while pools use it; a field left out keeps its value")
  @ApiResponse(
      responseCode = "200",
      content = @Content(schema = @Schema(implementation = BudgetView.class)))
  public Response update(
      @PathParam("name") String name,
      Map<String, Object> body,
      @Parameter(hidden = true) @HeaderParam("If-Match") @Nullable String ifMatch,
      @Context UriInfo uri) {
    Query.of(uri).end();
    known(name);
    PoolBudgets.Changed changed = budgets.update(name, body, revision(name, ifMatch));
    return Replies.changed(
        changed.budget(), changed.budget().revision(), changed.applied(), path(name));
  }

  @DELETE
  @Path("{name}")
  @Operation(operationId = "deleteBudget", summary = "Removes a budget that no pool is in")
  @ApiResponse(responseCode = "204", description = "gone")
  public void delete(
      @PathParam("name") String name,
      @Parameter(hidden = true) @HeaderParam("If-Match") @Nullable String ifMatch,
      @Context UriInfo uri) {
    Query.of(uri).end();
    known(name);
    budgets.delete(name, revision(name, ifMatch));
  }

  @Override
  public Map<String, SettingsSchema> requestSettings() {
    SettingsSchema schema = budgets.schema();
    Setting name =
        Setting.sealed("name", Setting.Type.TEXT, null, Setting.Rule.ANY, "What it will be called.")
            .asRequired();
    return Map.of(
        "createBudget",
        new SettingsSchema(
            Stream.concat(Stream.of(name), schema.settings().stream()).toList(), List.of()),
        "updateBudget",
        schema);
  }

  private BudgetView known(String name) {
    return budgets.find(name).orElseThrow(() -> Replies.unknown("budget", name));
  }

  private Optional<String> revision(String name, @Nullable String ifMatch) {
    return IfMatch.of(ifMatch).revision(() -> budgets.find(name).map(BudgetView::revision));
  }

  private static String path(String name) {
    return "/pool-budgets/" + name;
  }
}
