package io.fairlead.kernel.settings;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Settings as typed values, checked. Each accessor names a setting of the schema and its type;
 * another is a bug and throws.
 */
public final class SettingsValues {

  private final Map<String, Object> values;

  SettingsValues(Map<String, Object> values) {
    this.values = Map.copyOf(values);
  }

  /** By setting name; those without a value are absent. */
  public Map<String, Object> asMap() {
    return values;
  }

  public boolean has(String name) {
    return values.containsKey(name);
  }

  public boolean bool(String name) {
    return (Boolean) required(name);
  }

  public int integer(String name) {
    return Math.toIntExact((Long) required(name));
  }

  public long number(String name) {
    return (Long) required(name);
  }

  public double decimal(String name) {
    return (Double) required(name);
  }

  public String text(String name) {
    return (String) required(name);
  }

  public Optional<String> optionalText(String name) {
    return Optional.ofNullable((String) values.get(name));
  }

  public Optional<Long> optionalNumber(String name) {
    return Optional.ofNullable((Long) values.get(name));
  }

  /** A setting in seconds. */
  public Duration seconds(String name) {
    return Duration.ofSeconds(number(name));
  }

  /** A setting in seconds that may be without a value. */
  public Optional<Duration> optionalSeconds(String name) {
    return optionalNumber(name).map(Duration::ofSeconds);
  }

  @SuppressWarnings("unchecked")
  public List<String> list(String name) {
    Object value = values.get(name);
    return value == null ? List.of() : (List<String>) value;
  }

  @SuppressWarnings("unchecked")
  public Map<String, String> map(String name) {
    Object value = values.get(name);
    return value == null ? Map.of() : (Map<String, String>) value;
  }

  private Object required(String name) {
    Object value = values.get(name);
    if (value == null) {
      throw new IllegalStateException("setting without a value: " + name);
    }
    return value;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof SettingsValues that && values.equals(that.values);
  }

  @Override
  public int hashCode() {
    return values.hashCode();
  }
}
