package io.fairlead.graphql;

import io.fairlead.graphql.spi.Argument;
import io.fairlead.graphql.spi.Arguments;
import io.fairlead.graphql.spi.FragmentBuilder;
import io.fairlead.graphql.spi.GraphqlFragment;
import io.fairlead.graphql.spi.SettingsInput;
import io.fairlead.graphql.spi.Shape;
import io.fairlead.kernel.log.LogConfig;
import io.fairlead.kernel.log.LogControl;
import java.util.Map;
import java.util.Optional;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** How the server logs. */
@Component(property = "fairlead.graphql=log")
public final class LogFragment implements GraphqlFragment {

  private static final Shape CONFIG = Shape.of(LogConfig.class).required();

  private final LogControl log;
  private final SettingsInput input;

  @Activate
  public LogFragment(@Reference LogControl log) {
    this.log = log;
    this.input = new SettingsInput("LogConfigInput", log.schema(), Map.of());
  }

  @Override
  public void describe(FragmentBuilder fragment) {
    fragment
        .query("logConfig", CONFIG, "The form of the log, and its levels.", a -> log.config())
        .mutation(
            "updateLogConfig",
            CONFIG,
            "Changes the log while it is written; a field left out keeps its value.",
            this::update,
            Argument.of("config", input.shape().required()),
            new Argument(
                "ifMatch",
                Shape.STRING,
                "The revision that this change is built on; any when not given."));
  }

  private Object update(Arguments arguments) {
    Optional<String> ifMatch =
        arguments.optionalText("ifMatch").filter(revision -> !revision.equals("*"));
    return input.apply(arguments.object("config"), patch -> log.update(patch, ifMatch)).config();
  }
}
