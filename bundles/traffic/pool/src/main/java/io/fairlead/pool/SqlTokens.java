package io.fairlead.pool;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Cuts a text of SQL into words, literals and marks, without comments and white space, for whatever
 * database it is. Nothing is wrong to it: what is not ended ends with the text.
 */
final class SqlTokens {

  /** What a token is. */
  enum Kind {
    /** In upper case; a number, too. */
    WORD,
    /** What stands between the quotes or the dollars. */
    LITERAL,
    /** In double quotes or backticks: a name, or MySQL's other literal. */
    QUOTED,
    /** One character. */
    MARK
  }

  record Token(Kind kind, String text) {

    boolean isWord(String word) {
      return kind == Kind.WORD && text.equals(word);
    }

    boolean isMark(String marks) {
      return kind == Kind.MARK && marks.contains(text);
    }
  }

  private final String sql;
  private final boolean likeMysql;
  private final List<Token> tokens = new ArrayList<>();
  private int at;

  private SqlTokens(String sql, boolean likeMysql) {
    this.sql = sql;
    this.likeMysql = likeMysql;
  }

  /**
   * @param likeMysql whether a backslash in a literal escapes what follows, and a # begins a
   *     comment
   */
  static List<Token> of(String sql, boolean likeMysql) {
    SqlTokens cut = new SqlTokens(sql, likeMysql);
    while (cut.at < sql.length()) {
      cut.next();
    }
    return cut.tokens;
  }

  private void next() {
    char c = sql.charAt(at);
    if (Character.isWhitespace(c)) {
      at++;
    } else if (sql.startsWith("--", at) || likeMysql && c == '#') {
      at = endOf("\n", at);
    } else if (sql.startsWith("/*", at)) {
      at = endOf("*/", at + 2);
    } else if (c == '\'') {
      tokens.add(new Token(Kind.LITERAL, quoted(likeMysql)));
    } else if (c == '"' || c == '`') {
      tokens.add(new Token(Kind.QUOTED, quoted(likeMysql && c == '"')));
    } else if (Character.isLetterOrDigit(c) || c == '_') {
      word();
    } else if (c != '$' || !dollars()) {
      tokens.add(new Token(Kind.MARK, String.valueOf(c)));
      at++;
    }
  }

  private void word() {
    int from = at;
    at = endOfWord(from);
    String word = sql.substring(from, at).toUpperCase(Locale.ROOT);
    boolean beforeQuote = at < sql.length() && sql.charAt(at) == '\'';
    if (beforeQuote && (List.of("E", "N", "B", "X").contains(word) || word.startsWith("_"))) {
      // E'…', N'…', X'…' and _utf8'…' are literals.
      tokens.add(new Token(Kind.LITERAL, quoted(likeMysql || word.equals("E"))));
    } else {
      tokens.add(new Token(Kind.WORD, word));
    }
  }

  private int endOfWord(int from) {
    int end = from;
    while (end < sql.length()
        && (Character.isLetterOrDigit(sql.charAt(end))
            || sql.charAt(end) == '_'
            || sql.charAt(end) == '$' && end > from)) {
      end++;
    }
    return end;
  }

  /** What stands in quotes like the one that is next; a doubled one is one of its own. */
  private String quoted(boolean escapes) {
    char quote = sql.charAt(at++);
    StringBuilder text = new StringBuilder();
    while (at < sql.length()) {
      char c = sql.charAt(at++);
      if (c == quote) {
        if (at == sql.length() || sql.charAt(at) != quote) {
          break;
        }
        at++;
      } else if (escapes && c == '\\' && at < sql.length()) {
        c = sql.charAt(at++);
      }
      text.append(c);
    }
    return text.toString();
  }

  /** Takes {@code $tag$…$tag$}, if that is what is next. */
  private boolean dollars() {
    int tag = at + 1;
    while (tag < sql.length()
        && (Character.isLetter(sql.charAt(tag))
            || sql.charAt(tag) == '_'
            || Character.isDigit(sql.charAt(tag)) && tag > at + 1)) {
      tag++;
    }
    if (tag == sql.length() || sql.charAt(tag) != '$') {
      return false;
    }
    String fence = sql.substring(at, tag + 1);
    int end = endOf(fence, tag + 1);
    String inside = sql.substring(tag + 1, end);
    tokens.add(
        new Token(
            Kind.LITERAL,
            inside.endsWith(fence)
                ? inside.substring(0, inside.length() - fence.length())
                : inside));
    at = end;
    return true;
  }

  private int endOf(String mark, int from) {
    int found = sql.indexOf(mark, from);
    return found < 0 ? sql.length() : found + mark.length();
  }
}
