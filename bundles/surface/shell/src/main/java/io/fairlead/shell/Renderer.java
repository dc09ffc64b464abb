package io.fairlead.shell;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.ToStringSerializer;
import com.fasterxml.jackson.databind.type.TypeFactory;
import com.fasterxml.jackson.databind.util.LRUMap;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Shows records as people read them, or as JSON with REST's names. */
final class Renderer {

  private static final int WIDEST_CELL = 60;

  /**
   * A new one for each answer: what it has once shown it remembers, and with it the class loader of
   * a plug-in that may have gone. So would the type cache that mappers share.
   */
  private static ObjectMapper mapper() {
    return new ObjectMapper()
        .setTypeFactory(
            TypeFactory.defaultInstance()
                .withCache(
                    (com.fasterxml.jackson.databind.util.LookupCache<
                            Object, com.fasterxml.jackson.databind.JavaType>)
                        new LRUMap<Object, com.fasterxml.jackson.databind.JavaType>(16, 200)))
        .setPropertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
        .registerModule(
            new SimpleModule().addSerializer(Instant.class, ToStringSerializer.instance))
        .enable(SerializationFeature.INDENT_OUTPUT);
  }

  String json(@Nullable Object value) {
    try {
      return Printable.json(mapper().writeValueAsString(value));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a view that cannot be shown as JSON: " + value, e);
    }
  }

  /** A list as a table, a record as lines of name and value, anything else as it is. */
  String text(@Nullable Object value, List<String> columns) {
    return Printable.text(laidOut(value, columns));
  }

  private String laidOut(@Nullable Object value, List<String> columns) {
    if (value == null) {
      return "done";
    }
    if (value instanceof String text) {
      return text;
    }
    JsonNode node = mapper().valueToTree(value);
    if (node.isArray()) {
      return table(node, columns);
    }
    StringBuilder lines = new StringBuilder();
    pairs("", node, lines);
    return lines.toString().stripTrailing();
  }

  private void pairs(String prefix, JsonNode node, StringBuilder lines) {
    int width = 0;
    for (var fields = node.fieldNames(); fields.hasNext(); ) {
      width = Math.max(width, fields.next().length());
    }
    for (var field : node.properties()) {
      JsonNode value = field.getValue();
      if (value.isArray() && value.size() > 0 && value.get(0).isObject()) {
        lines.append(prefix).append(field.getKey()).append(":\n");
        table(value, List.of())
            .lines()
            .forEach(line -> lines.append(prefix).append("  ").append(line).append('\n'));
      } else if (value.isObject() && !value.isEmpty()) {
        lines.append(prefix).append(field.getKey()).append(":\n");
        pairs(prefix + "  ", value, lines);
      } else {
        lines
            .append(prefix)
            .append(padded(field.getKey(), width))
            .append("  ")
            .append(cell(value))
            .append('\n');
      }
    }
  }

  private static String table(JsonNode rows, List<String> wanted) {
    if (rows.isEmpty()) {
      return "none";
    }
    List<String> columns = new ArrayList<>(wanted);
    if (columns.isEmpty()) {
      rows.get(0).fieldNames().forEachRemaining(columns::add);
    }
    List<List<String>> lines = new ArrayList<>();
    lines.add(columns);
    for (JsonNode row : rows) {
      lines.add(columns.stream().map(c -> shortened(cell(row.path(c)))).toList());
    }
    int[] widths = new int[columns.size()];
    for (List<String> line : lines) {
      for (int i = 0; i < widths.length; i++) {
        widths[i] = Math.max(widths[i], line.get(i).length());
      }
    }
    StringBuilder text = new StringBuilder();
    for (List<String> line : lines) {
      StringBuilder row = new StringBuilder();
      for (int i = 0; i < widths.length; i++) {
        row.append(padded(line.get(i), widths[i])).append("  ");
      }
      text.append(row.toString().stripTrailing()).append('\n');
    }
    return text.toString().stripTrailing();
  }

  private static String cell(JsonNode value) {
    if (value.isNull() || value.isMissingNode()) {
      return "-";
    }
    if (value.isArray()) {
      List<String> parts = new ArrayList<>();
      value.forEach(v -> parts.add(cell(v)));
      return parts.isEmpty() ? "-" : String.join(", ", parts);
    }
    return value.isValueNode()
        ? Printable.line(value.asText())
        : value.isEmpty() ? "-" : value.toString();
  }

  private static String shortened(String text) {
    return text.length() <= WIDEST_CELL ? text : text.substring(0, WIDEST_CELL - 1) + "…";
  }

  private static String padded(String text, int width) {
    return text + " ".repeat(Math.max(0, width - text.length()));
  }
}
