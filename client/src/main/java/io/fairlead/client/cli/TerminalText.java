package io.fairlead.client.cli;

/** Text as a terminal shows it. */
final class TerminalText {

  private TerminalText() {}

  /** Columns: East Asian wide characters and emoji take two, combining marks none. */
  static int width(String text) {
    int columns = 0;
    for (int i = 0; i < text.length(); i += Character.charCount(text.codePointAt(i))) {
      columns += width(text.codePointAt(i));
    }
    return columns;
  }

  private static int width(int c) {
    if (c < 0x300) {
      return 1;
    }
    int type = Character.getType(c);
    if (type == Character.NON_SPACING_MARK
        || type == Character.ENCLOSING_MARK
        || type == Character.FORMAT) {
      return 0;
    }
    boolean wide =
        c >= 0x1100 && c <= 0x115F
            || c >= 0x2E80 && c <= 0xA4CF
            || c >= 0xAC00 && c <= 0xD7A3
            || c >= 0xF900 && c <= 0xFAFF
            || c >= 0xFE30 && c <= 0xFE6F
            || c >= 0xFF00 && c <= 0xFF60
            || c >= 0xFFE0 && c <= 0xFFE6
            || c >= 0x1F300 && c <= 0x1FAFF
            || c >= 0x20000 && c <= 0x3FFFD;
    return wide ? 2 : 1;
  }

  /** Without what breaks a line, steers a terminal or turns the direction of writing. */
  static String visible(String value) {
    if (value.codePoints().noneMatch(TerminalText::steers)) {
      return value;
    }
    StringBuilder shown = new StringBuilder();
    value
        .codePoints()
        .map(c -> !steers(c) ? c : c == '\n' ? '↵' : c == '\t' ? '→' : '\uFFFD')
        .forEach(shown::appendCodePoint);
    return shown.toString();
  }

  private static boolean steers(int c) {
    return Character.isISOControl(c)
        || c == 0x2028
        || c == 0x2029
        || c >= 0x202A && c <= 0x202E
        || c >= 0x2066 && c <= 0x2069;
  }

  /** At most so wide; what was cut ends in an ellipsis. */
  static String shortened(String text, int widest) {
    if (text.length() <= widest / 2 || width(text) <= widest) {
      return text;
    }
    int columns = 0;
    int end = 0;
    while (columns + width(text.codePointAt(end)) < widest) {
      columns += width(text.codePointAt(end));
      end += Character.charCount(text.codePointAt(end));
    }
    return text.substring(0, end) + "…";
  }
}
