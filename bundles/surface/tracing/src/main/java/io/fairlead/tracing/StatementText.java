package io.fairlead.tracing;

import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * What may be told of a statement's text. Databases read texts differently, and which one will is
 * not known here: the text ends, with an ellipsis, where the first thing stands that one of them
 * reads as a value and another does not.
 */
final class StatementText {

  private static final int LONGEST = 2_000;
  private static final String CUT = "…";

  /** Names of spans are made of these; all else that stands first is somebody's invention. */
  private static final Set<String> OPERATIONS =
      Set.of(
          "ALTER",
          "ANALYZE",
          "BEGIN",
          "CALL",
          "CLOSE",
          "COMMENT",
          "COMMIT",
          "COPY",
          "CREATE",
          "DEALLOCATE",
          "DECLARE",
          "DELETE",
          "DISCARD",
          "DO",
          "DROP",
          "EXECUTE",
          "EXPLAIN",
          "FETCH",
          "GRANT",
          "INSERT",
          "LISTEN",
          "LOCK",
          "MERGE",
          "NOTIFY",
          "PREPARE",
          "REFRESH",
          "RELEASE",
          "REPLACE",
          "RESET",
          "REVOKE",
          "ROLLBACK",
          "SAVEPOINT",
          "SELECT",
          "SET",
          "SHOW",
          "START",
          "TRUNCATE",
          "UPDATE",
          "USE",
          "VACUUM",
          "VALUES",
          "WITH");

  private static final int LONGEST_OPERATION = 12;

  private StatementText() {}

  /** The statement's first word, when it is one that statements begin with. */
  static Optional<String> operation(String text) {
    int from = 0;
    while (from < text.length()
        && (Character.isWhitespace(text.charAt(from)) || text.charAt(from) == '(')) {
      from++;
    }
    int to = from;
    while (to < text.length() && to - from <= LONGEST_OPERATION && isLetter(text.charAt(to))) {
      to++;
    }
    String word = text.substring(from, to).toUpperCase(Locale.ROOT);
    return OPERATIONS.contains(word) ? Optional.of(word) : Optional.empty();
  }

  /** The text with {@code ?} for each value, without comments. */
  static String sanitized(String text) {
    StringBuilder result = new StringBuilder();
    int at = 0;
    while (at < text.length()) {
      if (result.length() >= LONGEST) {
        return result.append(CUT).toString();
      }
      char c = text.charAt(at);
      if (c == '\'' || c == '"') {
        int end = quoted(text, at);
        result.append('?');
        if (end < 0) {
          return result.append(CUT).toString();
        }
        at = end;
      } else if (isDigit(c)) {
        at = number(text, at);
        result.append('?');
      } else if (isWord(c)) {
        int end = at;
        while (end < text.length() && isWord(text.charAt(end))) {
          end++;
        }
        if (end - at > LONGEST || quotesByWord(text, at, end)) {
          return result.append(CUT).toString();
        }
        result.append(text, at, end);
        at = end;
      } else if (isAmbiguous(text, at)) {
        return result.append(CUT).toString();
      } else if (Character.isWhitespace(c)) {
        result.append(' ');
        at++;
      } else {
        result.append(c);
        at++;
      }
    }
    return result.toString();
  }

  /** Oracle's {@code q'[it's]'} and {@code nq'…'}: a quote inside does not end the text. */
  private static boolean quotesByWord(String text, int from, int to) {
    String word = text.substring(from, to);
    return to < text.length()
        && text.charAt(to) == '\''
        && (word.equalsIgnoreCase("q") || word.equalsIgnoreCase("nq"));
  }

  /**
   * Backticks, brackets, dollar quotes, escapes and comments: somewhere more, somewhere less than
   * that.
   */
  private static boolean isAmbiguous(String text, int at) {
    char c = text.charAt(at);
    char next = at + 1 < text.length() ? text.charAt(at + 1) : ' ';
    return switch (c) {
      case '`', '[', '#', '\\' -> true;
      case '$' -> !isDigit(next);
      case '-' -> next == '-';
      case '/' -> next == '*' || next == '/';
      default -> false;
    };
  }

  /** Behind the quoted text; -1 when it does not end, or does so elsewhere in another database. */
  private static int quoted(String text, int from) {
    char quote = text.charAt(from);
    for (int at = from + 1; at < text.length(); at++) {
      char c = text.charAt(at);
      if (c == '\\') {
        return -1;
      }
      if (c == quote) {
        if (at + 1 < text.length() && text.charAt(at + 1) == quote) {
          at++;
        } else {
          return at + 1;
        }
      }
    }
    return -1;
  }

  private static int number(String text, int from) {
    int at = from;
    while (at < text.length()) {
      char c = text.charAt(at);
      boolean exponent =
          (c == '+' || c == '-')
              && at > from
              && (text.charAt(at - 1) == 'e' || text.charAt(at - 1) == 'E')
              && at + 1 < text.length()
              && isDigit(text.charAt(at + 1));
      if (!isWord(c) && c != '.' && !exponent) {
        break;
      }
      at++;
    }
    return at;
  }

  private static boolean isLetter(char c) {
    return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z';
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  private static boolean isWord(char c) {
    return isLetter(c) || isDigit(c) || c == '_' || c > 127 && Character.isLetterOrDigit(c);
  }
}
