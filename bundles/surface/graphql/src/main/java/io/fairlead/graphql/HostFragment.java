package io.fairlead.graphql;

import io.fairlead.graphql.spi.FragmentBuilder;
import io.fairlead.graphql.spi.GraphqlFragment;
import io.fairlead.graphql.spi.Shape;
import io.fairlead.kernel.instance.About;
import io.fairlead.kernel.instance.AboutSource;
import io.fairlead.kernel.plugin.Plugins;
import io.fairlead.kernel.plugin.Plugins.PluginReport;
import io.fairlead.kernel.tls.Certificates;
import io.fairlead.kernel.tls.TlsView;
import org.osgi.framework.Constants;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** What runs here and what is deployed: the fields that the host has itself. */
@Component(property = {Constants.SERVICE_RANKING + ":Integer=1000", "fairlead.graphql=host"})
public final class HostFragment implements GraphqlFragment {

  private final AboutSource about;
  private final Plugins plugins;
  private final Certificates certificates;

  @Activate
  public HostFragment(
      @Reference AboutSource about,
      @Reference Plugins plugins,
      @Reference Certificates certificates) {
    this.about = about;
    this.plugins = plugins;
    this.certificates = certificates;
  }

  @Override
  public void describe(FragmentBuilder fragment) {
    fragment
        .query(
            "about",
            Shape.of(About.class).required(),
            "What runs here: version, since when, on what.",
            arguments -> about.about())
        .query(
            "plugins",
            Shape.of(PluginReport.class).required(),
            "What is deployed, what it offers, and what was rejected and why.",
            arguments -> plugins.report())
        .query(
            "certificates",
            Shape.of(TlsView.class).list().required(),
            "The certificates that this server shows, until when, and what is wrong with newer"
                + " ones.",
            arguments -> certificates.list());
  }
}
