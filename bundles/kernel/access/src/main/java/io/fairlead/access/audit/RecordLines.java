package io.fairlead.access.audit;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.nimbusds.jose.util.JSONObjectUtils;
import io.fairlead.kernel.audit.AuditRecord;
import java.text.ParseException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A record as a line of JSON. */
final class RecordLines {

  private static final int LONGEST_TEXT = 256;

  private RecordLines() {}

  /** The line, its end included. */
  static byte[] line(AuditRecord noted) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("at", noted.at().toString());
    fields.put("user", cut(noted.user()));
    fields.put("address", cut(noted.address()));
    fields.put("surface", cut(noted.surface()));
    fields.put("operation", cut(noted.operation()));
    fields.put("target", cut(noted.target()));
    fields.put("before", noted.before());
    fields.put("after", noted.after());
    fields.put("outcome", cut(noted.outcome()));
    fields.put("count", noted.count());
    return (JSONObjectUtils.toJSONString(fields) + "\n").getBytes(UTF_8);
  }

  /** The record of a line; empty when it is none, such as one that a crash has torn. */
  static Optional<AuditRecord> parse(String line) {
    try {
      Map<String, Object> fields = JSONObjectUtils.parse(line);
      return Optional.of(
          new AuditRecord(
              Instant.parse(text(fields, "at")),
              text(fields, "user"),
              text(fields, "address"),
              text(fields, "surface"),
              text(fields, "operation"),
              text(fields, "target"),
              values(fields.get("before")),
              values(fields.get("after")),
              text(fields, "outcome"),
              fields.get("count") instanceof Number count ? count.intValue() : 1));
    } catch (ParseException | DateTimeException e) {
      return Optional.empty();
    }
  }

  private static String text(Map<String, Object> fields, String name) throws ParseException {
    if (fields.get(name) instanceof String text) {
      return text;
    }
    throw new ParseException(name, 0);
  }

  private static @Nullable Map<String, String> values(@Nullable Object object) {
    if (!(object instanceof Map<?, ?> map)) {
      return null;
    }
    Map<String, String> values = new TreeMap<>();
    map.forEach((key, value) -> values.put(String.valueOf(key), String.valueOf(value)));
    return values;
  }

  private static String cut(String text) {
    return text.length() > LONGEST_TEXT ? text.substring(0, LONGEST_TEXT) + "…" : text;
  }
}
