package io.fairlead.graphql.access;

import io.fairlead.graphql.spi.Argument;
import io.fairlead.graphql.spi.Arguments;
import io.fairlead.graphql.spi.FragmentBuilder;
import io.fairlead.graphql.spi.GraphqlFragment;
import io.fairlead.graphql.spi.SettingsInput;
import io.fairlead.graphql.spi.Shape;
import io.fairlead.kernel.access.AccessConfig;
import io.fairlead.kernel.access.Logins;
import java.util.Map;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** How long logins last. */
@Component(property = "fairlead.graphql=access")
public final class AccessFragment implements GraphqlFragment {

  private static final Shape CONFIG = Shape.of(AccessConfig.class).required();

  private final Logins logins;
  private final SettingsInput config;

  @Activate
  public AccessFragment(@Reference Logins logins) {
    this.logins = logins;
    this.config = new SettingsInput("AccessConfigInput", logins.accessConfigSchema(), Map.of());
  }

  @Override
  public void describe(FragmentBuilder fragment) {
    fragment
        .query("accessConfig", CONFIG, "How long logins last.", arguments -> logins.accessConfig())
        .mutation(
            "updateAccessConfig",
            CONFIG,
            "Changes how long logins last; a field left out keeps its value.",
            this::update,
            Argument.of("config", config.shape().required()),
            ConfigInputs.IF_MATCH);
  }

  private Object update(Arguments arguments) {
    return config
        .apply(
            arguments.object("config"),
            patch -> logins.updateAccessConfig(patch, ConfigInputs.ifMatch(arguments)))
        .config();
  }
}
