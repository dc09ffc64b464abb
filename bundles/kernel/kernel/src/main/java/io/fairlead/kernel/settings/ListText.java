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
    String joined = String.join(",", escaped);
    boolean endsBlank = !texts.isEmpty() && texts.get(texts.size() - 1).isBlank();
    return endsBlank ? joined + "," : joined;
  }

  /** Blanks around a text are no part of it; what is blank after the last comma is no text. */
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
        texts.add(text.toString().trim());
        text.setLength(0);
      } else {
        text.append(c);
      }
    }
    String last = text.toString().trim();
    if (!last.isEmpty()) {
      texts.add(last);
    }
    return texts;
  }
}
