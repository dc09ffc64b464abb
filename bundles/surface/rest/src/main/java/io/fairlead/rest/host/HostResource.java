package io.fairlead.rest.host;

import io.fairlead.kernel.instance.About;
import io.fairlead.kernel.instance.AboutSource;
import io.fairlead.kernel.plugin.Plugins;
import io.fairlead.kernel.plugin.Plugins.PluginReport;
import io.fairlead.kernel.tls.Certificates;
import io.fairlead.kernel.tls.TlsView;
import io.fairlead.rest.Query;
import io.fairlead.rest.Rest;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.UriInfo;
import java.util.List;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** What runs here. */
@Component(service = HostResource.class)
@Rest("host")
@Path("/")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "server")
public final class HostResource {

  private final AboutSource about;
  private final Plugins plugins;
  private final Certificates certificates;

  @Activate
  public HostResource(
      @Reference AboutSource about,
      @Reference Plugins plugins,
      @Reference Certificates certificates) {
    this.about = about;
    this.plugins = plugins;
    this.certificates = certificates;
  }

  @GET
  @Path("about")
  @Operation(operationId = "about", summary = "Version, build and uptime of this server")
  public About about(@Context UriInfo uri) {
    Query.of(uri).end();
    return about.about();
  }

  @GET
  @Path("plugins")
  @Operation(
      operationId = "plugins",
      summary = "Bundles, what they offer, what was rejected, which configurations failed")
  public PluginReport plugins(@Context UriInfo uri) {
    Query.of(uri).end();
    return plugins.report();
  }

  @GET
  @Path("certificates")
  @Operation(
      operationId = "certificates",
      summary =
          "The certificates that this server shows, until when, and what is wrong with newer ones")
  public List<TlsView> certificates(@Context UriInfo uri) {
    Query.of(uri).end();
    return certificates.list();
  }
}
