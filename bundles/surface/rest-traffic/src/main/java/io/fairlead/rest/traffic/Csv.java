package io.fairlead.rest.traffic;

import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A record as two lines of RFC 4180: names as in JSON, and values. */
final class Csv {

  private static final String END = "\r\n";

  private Csv() {}

  /**
   * A record in the record has its name before its fields': {@code wait_time_ms_p50}; lists are
   * left out.
   */
  static String of(Record value) {
    List<String> names = new ArrayList<>();
    List<String> values = new ArrayList<>();
    flatten("", value, names, values);
    return String.join(",", names) + END + String.join(",", values) + END;
  }

  private static void flatten(
      String prefix, Record value, List<String> names, List<String> values) {
    for (RecordComponent component : value.getClass().getRecordComponents()) {
      String name = prefix + snake(component.getName());
      Object field = read(component, value);
      if (field instanceof Record nested) {
        flatten(name + "_", nested, names, values);
      } else if (!(field instanceof Collection<?>)) { // a list is no metric
        names.add(name);
        values.add(field == null ? "" : quoted(field.toString()));
      }
    }
  }

  private static @Nullable Object read(RecordComponent component, Record value) {
    try {
      return component.getAccessor().invoke(value);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(component + " cannot be read", e);
    }
  }

  private static String snake(String camel) {
    return camel.replaceAll("([A-Z])", "_$1").toLowerCase(Locale.ROOT);
  }

  private static String quoted(String text) {
    return text.matches("[^\",\r\n]*") ? text : '"' + text.replace("\"", "\"\"") + '"';
  }
}
