package io.fairlead.kernel.store;

import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * How keys and values are written in a {@code .cfg} file so that File Install (3.7: {@code
 * TypedProperties}) reads them as they are. Two layers lie over a value. The outer one is that of
 * Java's properties files, backslash escapes and {@code \}{@code uXXXX}; unlike there an unknown
 * escape stands for its character. The inner one is substitution: <code>${name}</code> is replaced,
 * {@code \}<code>{</code>, {@code \}<code>}</code> and {@code \\} stand for the character, and
 * {@code $__}, a mark that File Install uses itself, becomes {@code $}.
 */
final class CfgText {

  /** What File Install takes for a typed value when all values of a file look so. */
  private static final Pattern TYPED_BEGIN =
      Pattern.compile("[TILFDXSCBilfdxscb]?[\\[{\"].*", Pattern.DOTALL);

  static final Pattern TYPED =
      Pattern.compile(
          "\\s*[TILFDXSCBilfdxscb]?(\\[[\\S\\s]*\\]|\\{[\\S\\s]*\\}|\"[\\S\\s]*\")\\s*");

  private static final int DEEPEST = 20;

  private CfgText() {}

  static String writeKey(String key) {
    StringBuilder out = new StringBuilder(key.length());
    for (int i = 0; i < key.length(); i++) {
      char c = key.charAt(i);
      if (c >= 'a' && c <= 'z'
          || c >= 'A' && c <= 'Z'
          || c >= '0' && c <= '9'
          || c == '.'
          || c == '_'
          || c == '-') {
        out.append(c);
      } else {
        hex(out, c);
      }
    }
    return out.toString();
  }

  static String writeValue(String value) {
    String text = protectFromSubstitution(value);
    StringBuilder out = new StringBuilder(text.length() + 8);
    int bracket =
        TYPED_BEGIN.matcher(text).matches() ? ("[{\"".indexOf(text.charAt(0)) >= 0 ? 0 : 1) : -1;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '\\' -> out.append("\\\\");
        case '\n' -> out.append("\\n");
        case '\r' -> out.append("\\r");
        case '\t' -> out.append("\\t");
        case '\f' -> out.append("\\f");
        default -> {
          boolean outerBlank = c == ' ' && (i == 0 || i == text.length() - 1);
          if (c < ' ' || c > '~' || outerBlank) {
            hex(out, c);
          } else if (i == bracket) {
            out.append('\\').append(c);
          } else {
            out.append(c);
          }
        }
      }
    }
    return out.toString();
  }

  private static String protectFromSubstitution(String value) {
    if (value.indexOf('$') < 0 && value.indexOf('\\') < 0) {
      return value;
    }
    StringBuilder out = new StringBuilder(value.length() + 8);
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      out.append(c);
      char next = i + 1 < value.length() ? value.charAt(i + 1) : ' ';
      if (c == '$' && next == '{' || c == '\\' && (next == '{' || next == '}' || next == '\\')) {
        out.append('\\');
      } else if (c == '$' && value.startsWith("__", i + 1)) {
        out.append("__");
      }
    }
    return out.toString();
  }

  /** Takes the outer layer off. */
  static String unescape(String text) throws UnreadableException {
    if (text.indexOf('\\') < 0) {
      return text;
    }
    StringBuilder out = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c != '\\' || i + 1 == text.length()) {
        out.append(c);
        continue;
      }
      char escaped = text.charAt(++i);
      switch (escaped) {
        case 'n' -> out.append('\n');
        case 'r' -> out.append('\r');
        case 't' -> out.append('\t');
        case 'f' -> out.append('\f');
        case 'b' -> out.append('\b');
        case 'u' -> {
          out.append(codeUnit(text, i + 1));
          i += 4;
        }
        default -> out.append(escaped);
      }
    }
    return out.toString();
  }

  private static char codeUnit(String text, int at) throws UnreadableException {
    int value = 0;
    for (int i = at; i < at + 4; i++) {
      int digit =
          i < text.length() && text.charAt(i) < 128 ? Character.digit(text.charAt(i), 16) : -1;
      if (digit < 0) {
        throw new UnreadableException("\\u without four hexadecimal digits");
      }
      value = value << 4 | digit;
    }
    return (char) value;
  }

  /**
   * Takes the inner layer off: replaces what stands in <code>${…}</code>, of which the default may
   * be given as <code>${name:-default}</code>.
   *
   * @param lookup the value of a name; null when it is not known
   * @throws UnreadableException a name is not known and has no default
   */
  static String substitute(String text, Lookup lookup) throws UnreadableException {
    return substitute(text, lookup, 0);
  }

  /** What a name stands for; null when it is not known. */
  @FunctionalInterface
  interface Lookup {
    @Nullable String value(String name) throws UnreadableException;
  }

  private static String substitute(String text, Lookup lookup, int depth)
      throws UnreadableException {
    if (text.indexOf('$') < 0 && text.indexOf('\\') < 0) {
      return text;
    }
    if (depth > DEEPEST) {
      throw new UnreadableException("${…} nested more than " + DEEPEST + " deep");
    }
    StringBuilder out = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      char next = i + 1 < text.length() ? text.charAt(i + 1) : ' ';
      if (c == '\\' && (next == '{' || next == '}' || next == '\\')) {
        out.append(next);
        i++;
      } else if (c == '$' && text.startsWith("__", i + 1)) {
        out.append('$');
        i += 2;
      } else if (c == '$' && next == '{') {
        int end = closing(text, i + 2);
        if (end < 0) {
          throw new UnreadableException("${ without }");
        }
        out.append(valueOf(substitute(text.substring(i + 2, end), lookup, depth + 1), lookup));
        i = end;
      } else {
        out.append(c);
      }
      if (out.length() > CfgDocument.LARGEST) {
        throw new UnreadableException("longer than " + CfgDocument.LARGEST + " characters");
      }
    }
    return out.toString();
  }

  private static int closing(String text, int from) {
    int open = 1;
    for (int i = from; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '\\') {
        i++;
      } else if (c == '$' && text.startsWith("{", i + 1)) {
        open++;
        i++;
      } else if (c == '}' && --open == 0) {
        return i;
      }
    }
    return -1;
  }

  private static String valueOf(String expression, Lookup lookup) throws UnreadableException {
    int operator = expression.indexOf(":-");
    String name = operator < 0 ? expression : expression.substring(0, operator);
    String value = name.isEmpty() ? null : lookup.value(name);
    if (operator >= 0 && (value == null || value.isEmpty())) {
      return expression.substring(operator + 2);
    }
    if (value == null) {
      throw new UnreadableException(
          "${" + (name.length() > 100 ? name.substring(0, 100) + "…" : name) + "} is not known");
    }
    return value;
  }

  /**
   * Whether two keys differ by case only, which Configuration Admin refuses; returns such a key.
   */
  static @Nullable String sameButForCase(Iterable<String> keys) {
    Set<String> seen = new HashSet<>();
    for (String key : keys) {
      if (!seen.add(key.toLowerCase(Locale.ROOT))) {
        return key;
      }
    }
    return null;
  }

  private static void hex(StringBuilder out, char c) {
    out.append("\\u").append(String.format(Locale.ROOT, "%04X", (int) c));
  }
}
