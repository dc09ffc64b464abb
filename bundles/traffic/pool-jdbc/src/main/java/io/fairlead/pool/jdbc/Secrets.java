package io.fairlead.pool.jdbc;

import io.fairlead.traffic.pool.spi.ConnectionSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Takes out of a driver's messages what a pool's settings keep secret: drivers quote URLs and
 * properties when they complain.
 */
final class Secrets {

  private static final Pattern SECRET_NAME =
      Pattern.compile("(?i).*(passw|passphrase|pwd|secret|token|credential|private|_key).*");
  private static final Pattern IN_URL =
      Pattern.compile(
          "(?i)((?:[a-z._-]*(?:passw|passphrase|pwd|secret|token|credential)[a-z._-]*)\\s*=\\s*)[^&;,\\s\"']+");
  private static final Pattern USER_INFO = Pattern.compile("(//[^/\\s:@]*:)[^/\\s@]+@");

  private static final int SHORT = 6;

  private final List<String> values = new ArrayList<>();

  Secrets(ConnectionSpec spec) {
    spec.password().filter(p -> !p.isEmpty()).ifPresent(values::add);
    for (Map.Entry<String, String> property : spec.properties().entrySet()) {
      if (SECRET_NAME.matcher(property.getKey()).matches() && !property.getValue().isEmpty()) {
        values.add(property.getValue());
      }
    }
  }

  /** A short one is part of many words, and masked within them it would be told by them. */
  private static String hidden(String message, String value) {
    return value.length() >= SHORT
        ? message.replace(value, "***")
        : Pattern.compile("(?<![\\p{L}\\p{N}_])" + Pattern.quote(value) + "(?![\\p{L}\\p{N}_])")
            .matcher(message)
            .replaceAll("***");
  }

  /** Of a message about logging in, where anything of the settings may be quoted. */
  String hide(String message) {
    String result = message;
    for (String value : values) {
      result = hidden(result, value);
    }
    result = IN_URL.matcher(result).replaceAll("$1***");
    return USER_INFO.matcher(result).replaceAll("$1***@");
  }
}
