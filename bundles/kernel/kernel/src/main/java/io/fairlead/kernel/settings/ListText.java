package io.fairlead.kernel.settings;

import java.util.ArrayList;
import java.util.List;

/**
 * A list of texts as one text: {@code a, b}. A comma that belongs to a text has a backslash before
 * it, and so has a backslash before a comma or a backslash; any other stands for itself.
 */
public final class ListText {

  private ListText() {}

  public static String join(List<String> texts) {
    List<String> escaped = new ArrayList<>();
    for (String text : texts) {
      escaped.add(text.replace("\\", "\\\\").replace(",", "\\,"));
    }
    return String.join(",", escaped);
  }

  /** Blanks around a text are no part of it; a blank text, as after a last comma, is none. */
  public static List<String> split(String joined) {
    List<String> texts = new ArrayList<>();
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < joined.length(); i++) {
      char c = joined.charAt(i);
      char next = i + 1 < joined.length() ? joined.charAt(i + 1) : 0;
      if (c == '\\' && (next == ',' || next == '\\')) {
        text.append(next);
        i++;
      } else if (c == ',') {
        addUnlessBlank(texts, text);
        text.setLength(0);
      } else {
        text.append(c);
      }
    }
    addUnlessBlank(texts, text);
    return texts;
  }

  private static void addUnlessBlank(List<String> texts, CharSequence text) {
    String trimmed = text.toString().trim();
    if (!trimmed.isEmpty()) {
      texts.add(trimmed);
    }
  }
}
