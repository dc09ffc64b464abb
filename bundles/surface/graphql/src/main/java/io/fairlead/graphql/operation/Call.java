package io.fairlead.graphql.operation;

import io.fairlead.graphql.spi.Arguments;
import java.util.Map;
import java.util.Optional;

/** The arguments of one field. */
public final class Call implements Arguments {

  private final Map<String, Object> values;
  private final OperationContext context;

  public Call(Map<String, Object> values, OperationContext context) {
    this.values = values;
    this.context = context;
  }

  @Override
  public String text(String name) {
    return optionalText(name)
        .orElseThrow(() -> new IllegalArgumentException("no argument " + name));
  }

  @Override
  public Optional<String> optionalText(String name) {
    return Optional.ofNullable(values.get(name)).map(String::valueOf);
  }

  @Override
  public Optional<Long> optionalNumber(String name) {
    return values.get(name) instanceof Number number
        ? Optional.of(number.longValue())
        : Optional.empty();
  }

  @Override
  public boolean flag(String name) {
    return Boolean.TRUE.equals(values.get(name));
  }

  @Override
  @SuppressWarnings("unchecked")
  public Map<String, Object> object(String name) {
    return values.get(name) instanceof Map<?, ?> map ? (Map<String, Object>) map : Map.of();
  }

  @Override
  public void extension(String name, Object value) {
    context.extension(name, value);
  }
}
