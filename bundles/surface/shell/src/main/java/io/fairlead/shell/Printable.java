package io.fairlead.shell;

import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What clients sent is shown in terminals: no control of C0 or C1, and nothing that turns the
 * direction of writing, reaches one as it is.
 */
final class Printable {

  private static final Pattern IN_TEXT =
      Pattern.compile("[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}&&[^\\n\\t]]");
  private static final Pattern IN_JSON = Pattern.compile("[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}&&[^\\n]]");
  private static final Pattern BREAKS = Pattern.compile("[\\n\\r\\t]+");

  private Printable() {}

  /** Lines as they are, and a {@code ?} for what a terminal would obey. */
  static String text(@Nullable String text) {
    return IN_TEXT.matcher(String.valueOf(text)).replaceAll("?");
  }

  /** The same as one line. */
  static String line(String text) {
    return text(BREAKS.matcher(text).replaceAll(" "));
  }

  /** JSON that means the same; in it such characters stand in nothing but strings. */
  static String json(String json) {
    return IN_JSON
        .matcher(json)
        .replaceAll(
            found ->
                found
                    .group()
                    .chars()
                    .mapToObj(unit -> "\\\\u%04x".formatted(unit))
                    .collect(Collectors.joining()));
  }
}
