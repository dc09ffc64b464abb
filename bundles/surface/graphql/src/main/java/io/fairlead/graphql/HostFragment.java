package io.fairlead.graphql;

import io.fairlead.graphql.spi.FragmentBuilder;
import io.fairlead.graphql.spi.GraphqlFragment;
import io.fairlead.graphql.spi.Shape;
import io.fairlead.kernel.instance.About;
import io.fairlead.kernel.instance.AboutSource;
import io.fairlead.kernel.plugin.Plugins;
import io.fairlead.kernel.plugin.Plugins.PluginReport;
import org.osgi.framework.Constants;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** What runs here and what is deployed: the fields that the host has itself. */
@Component(property = {Constants.SERVICE_RANKING + ":Integer=1000", "fairlead.graphql=host"})
public final class HostFragment implements GraphqlFragment {

  private final AboutSource about;
  private final Plugins plugins;

  @Activate
  public HostFragment(@Reference AboutSource about, @Reference Plugins plugins) {
    this.about = about;
    this.plugins = plugins;
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
            arguments -> plugins.report());
  }
}
