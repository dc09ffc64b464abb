package io.fairlead.tracing;

import io.fairlead.graphql.spi.Argument;
import io.fairlead.graphql.spi.FragmentBuilder;
import io.fairlead.graphql.spi.GraphqlFragment;
import io.fairlead.graphql.spi.SettingsInput;
import io.fairlead.graphql.spi.Shape;
import java.util.Map;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** The same in GraphQL, under the same names. */
@Component
public final class TracingFragment implements GraphqlFragment {

  private static final Shape CONFIG = Shape.of(TracingConfig.class).required();
  private static final SettingsInput INPUT =
      new SettingsInput("TracingConfigInput", TracingSettings.SCHEMA, Map.of());

  private final TracingComponent tracing;

  @Activate
  public TracingFragment(@Reference TracingComponent tracing) {
    this.tracing = tracing;
  }

  @Override
  public void describe(FragmentBuilder fragment) {
    fragment
        .type(TracingStatus.LastError.class, "TracingError")
        .query(
            "tracing",
            Shape.of(TracingStatus.class).required(),
            "How the export of spans fares.",
            asked -> tracing.status())
        .query("tracingConfig", CONFIG, "Where spans go, and how many.", asked -> tracing.config())
        .mutation(
            "updateTracingConfig",
            CONFIG,
            "Changes where spans go; a field left out keeps its value.",
            asked ->
                INPUT.apply(
                    asked.object("config"),
                    fields -> tracing.update(fields, asked.optionalText("ifMatch"))),
            Argument.of("config", INPUT.shape().required()),
            Argument.of("ifMatch", Shape.STRING));
  }
}
