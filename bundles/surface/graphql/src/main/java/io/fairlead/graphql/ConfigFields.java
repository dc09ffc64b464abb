package io.fairlead.graphql;

import io.fairlead.graphql.spi.Argument;
import io.fairlead.graphql.spi.Arguments;
import io.fairlead.graphql.spi.SettingsInput;
import io.fairlead.graphql.spi.Shape;
import io.fairlead.http.SharedConfig;
import java.util.Map;

/**
 * What the two fields do of settings of which there is one.
 *
 * @param <C> how they are shown
 */
final class ConfigFields<C extends Record> {

  static final Argument IF_MATCH =
      new Argument(
          "ifMatch",
          Shape.STRING,
          "The revision that this change is built on; any when not given.");

  private final Class<C> type;
  private final SharedConfig<C> config;
  private final SettingsInput input;

  ConfigFields(Class<C> type, SharedConfig<C> config) {
    this.type = type;
    this.config = config;
    this.input = new SettingsInput(type.getSimpleName() + "Input", config.schema(), Map.of());
  }

  Shape shape() {
    return Shape.of(type).required();
  }

  Argument argument() {
    return Argument.of("config", input.shape().required());
  }

  Object show(Arguments arguments) {
    return config.config();
  }

  Object update(Arguments arguments) {
    return input
        .apply(
            arguments.object("config"),
            patch ->
                config.update(
                    patch,
                    arguments.optionalText("ifMatch").filter(revision -> !revision.equals("*"))))
        .config();
  }
}
