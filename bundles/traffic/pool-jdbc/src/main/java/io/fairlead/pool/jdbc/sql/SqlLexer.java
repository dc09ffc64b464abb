package io.fairlead.pool.jdbc.sql;

/**
 * Cuts SQL text into tokens; comments and white space are left out. One instance reads many texts
 * and allocates nothing. What cannot be told (a quote without an end, a backslash that may be an
 * escape) makes the text {@link #doubtful}; nothing makes it throw.
 */
public final class SqlLexer {

  private final Syntax syntax;
  private String sql = "";
  private int next;
  private int from;
  private int to;
  private boolean doubtful;

  /** Within a comment of MySQL's that runs. */
  private boolean runningComment;

  public SqlLexer(Syntax syntax) {
    this.syntax = syntax;
  }

  /** Begins a text. */
  public void start(String text) {
    sql = text;
    next = 0;
    from = 0;
    to = 0;
    doubtful = false;
    runningComment = false;
  }

  /** Where the last token begins; a quoted name's after its quote. */
  public int from() {
    return from;
  }

  /** Where the last token ends, exclusive; a quoted name's before its quote. */
  public int to() {
    return to;
  }

  /** Whether something so far may have been read wrongly. */
  public boolean doubtful() {
    return doubtful;
  }

  /** The one character of a {@link Token#SYMBOL}. */
  public char symbol() {
    return sql.charAt(from);
  }

  public Token next() {
    skipBlank();
    from = next;
    if (next >= sql.length()) {
      to = next;
      return Token.END;
    }
    char c = sql.charAt(next);
    Token token;
    if (isWordStart(c)) {
      token = word();
    } else if (c >= '0' && c <= '9') {
      token = number();
    } else if (c == '\'') {
      token = string('\'', syntax.mysql());
    } else if (c == '"' && syntax.mysql()) {
      // a name, should sql_mode say ANSI_QUOTES
      doubtful = true;
      token = string('"', true);
    } else if (c == '"' || c == '`' && syntax.mysql()) {
      return quotedName(c);
    } else if (c == '@' && syntax.mysql()) {
      token = atSign();
    } else if (c == '$') {
      token = dollar();
    } else {
      next++;
      doubtful |=
          syntax.foreignQuotes() && (c == '`' || c == '#' || c == '[' && !isPlainUntilBracket());
      token = c == ';' ? Token.SEMICOLON : Token.SYMBOL;
    }
    to = next;
    return token;
  }

  private void skipBlank() {
    while (next < sql.length()) {
      char c = sql.charAt(next);
      if (c <= ' ') {
        next++;
      } else if (c >= 0x80 && (Character.isWhitespace(c) || c == '\u00a0')) {
        // blank to one database, part of a name to another
        doubtful = true;
        next++;
      } else if (c == '-' && at(next + 1) == '-' && (!syntax.mysql() || at(next + 2) <= ' ')
          || c == '/' && at(next + 1) == '/' && syntax.slashComments()
          || c == '#' && syntax.mysql()) {
        while (next < sql.length() && sql.charAt(next) != '\n' && sql.charAt(next) != '\r') {
          next++;
        }
      } else if (syntax.mysql() && runningCommentBegins()) {
        runningComment = true;
        doubtful = true;
      } else if (runningComment && c == '*' && at(next + 1) == '/') {
        runningComment = false;
        next += 2;
      } else if (c == '/' && at(next + 1) == '*') {
        blockComment();
      } else {
        return;
      }
    }
  }

  /** {@code /*!}, {@code /*M!} and a version behind: what follows runs. */
  private boolean runningCommentBegins() {
    int mark = next + 2;
    if (at(next) != '/' || at(next + 1) != '*') {
      return false;
    }
    if (at(mark) == 'M') {
      mark++;
    }
    if (at(mark) != '!') {
      return false;
    }
    next = mark + 1;
    while (at(next) >= '0' && at(next) <= '9') {
      next++;
    }
    return true;
  }

  /** Comments nest, in PostgreSQL and in H2; where they do not, one within another is a doubt. */
  private void blockComment() {
    doubtful |= at(next + 2) == '!' || at(next + 2) == '+';
    int depth = 0;
    while (next < sql.length()) {
      char c = sql.charAt(next);
      if (c == '/' && at(next + 1) == '*' && (depth == 0 || !syntax.mysql())) {
        depth++;
        next += 2;
        doubtful |= depth > 1 && syntax.foreignQuotes() && !syntax.slashComments();
      } else if (c == '*' && at(next + 1) == '/') {
        depth--;
        next += 2;
        if (depth == 0) {
          return;
        }
      } else {
        next++;
      }
    }
    doubtful = true;
  }

  private Token word() {
    char first = sql.charAt(next);
    if ((first == 'e' || first == 'E') && at(next + 1) == '\'' && syntax.escapeStrings()) {
      next++;
      return string('\'', true);
    }
    // U&'…' and U&"…" hide characters behind escapes
    if ((first == 'u' || first == 'U')
        && at(next + 1) == '&'
        && (at(next + 2) == '"' || at(next + 2) == '\'')) {
      doubtful = true;
    }
    while (next < sql.length() && isWordPart(sql.charAt(next))) {
      // some databases fold these to I, S and K
      char c = sql.charAt(next);
      doubtful |= c == '\u0131' || c == '\u017f' || c == '\u212a';
      next++;
    }
    return Token.WORD;
  }

  private Token number() {
    while (next < sql.length()
        && (isLetterOrDigit(sql.charAt(next))
            || sql.charAt(next) == '.'
            || sql.charAt(next) == '_')) {
      next++;
    }
    return Token.NUMBER;
  }

  private Token string(char quote, boolean escapes) {
    next++;
    while (next < sql.length()) {
      char c = sql.charAt(next++);
      if (c == '\\') {
        if (escapes) {
          next = Math.min(next + 1, sql.length());
        }
        // in MySQL they are escapes unless sql_mode says NO_BACKSLASH_ESCAPES
        doubtful |= (!escapes || syntax.mysql()) && syntax.backslashDoubt();
      } else if (c == quote) {
        if (at(next) != quote) {
          return Token.STRING;
        }
        next++;
      }
    }
    doubtful = true;
    return Token.STRING;
  }

  private Token quotedName(char quote) {
    from = ++next;
    while (next < sql.length()) {
      char c = sql.charAt(next++);
      if (c == quote) {
        if (at(next) != quote) {
          to = next - 1;
          return Token.QUOTED;
        }
        next++;
      }
    }
    doubtful = true;
    to = next;
    return Token.QUOTED;
  }

  /**
   * MySQL's: {@code @@setting} is a name, {@code 'user'@'host'} an account, and else it begins a
   * variable.
   */
  private Token atSign() {
    boolean account = next > 0 && isAccountPart(sql.charAt(next - 1));
    next++;
    if (account) {
      return Token.STRING;
    }
    if (at(next) != '@') {
      return Token.SYMBOL;
    }
    next++;
    while (next < sql.length() && isWordPart(sql.charAt(next))) {
      next++;
    }
    return Token.WORD;
  }

  private static boolean isAccountPart(char c) {
    return c == '\'' || c == '"' || c == '`' || isWordPart(c);
  }

  /** {@code $1} is a parameter, {@code $$} and {@code $tag$} begin a text. */
  private Token dollar() {
    int end = next + 1;
    if (syntax.dollarTags() && end < sql.length() && isTagStart(sql.charAt(end))) {
      while (end < sql.length() && isTagPart(sql.charAt(end))) {
        end++;
      }
    }
    if (at(end) != '$') {
      next++;
      return Token.SYMBOL;
    }
    String tag = sql.substring(next, end + 1);
    int close = sql.indexOf(tag, end + 1);
    doubtful |= close < 0;
    next = close < 0 ? sql.length() : close + tag.length();
    return Token.STRING;
  }

  /**
   * Whether an opening bracket reads the same as an array's and as a quote: nothing special inside,
   * no call behind.
   */
  private boolean isPlainUntilBracket() {
    for (int i = next; i < sql.length(); i++) {
      char c = sql.charAt(i);
      if (c == ']') {
        return at(i + 1) != '(';
      }
      if (!isLetterOrDigit(c) && ", ._".indexOf(c) < 0) {
        return false;
      }
    }
    return false;
  }

  private char at(int index) {
    return index < sql.length() ? sql.charAt(index) : '\0';
  }

  private static boolean isTagStart(char c) {
    return isWordStart(c);
  }

  private static boolean isTagPart(char c) {
    return isTagStart(c) || c >= '0' && c <= '9';
  }

  private static boolean isLetterOrDigit(char c) {
    return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9';
  }

  private static boolean isWordStart(char c) {
    return c >= 'a' && c <= 'z'
        || c >= 'A' && c <= 'Z'
        || c == '_'
        || c >= 0x80 && !Character.isWhitespace(c) && c != '\u00a0';
  }

  private static boolean isWordPart(char c) {
    return isWordStart(c) || c >= '0' && c <= '9' || c == '$';
  }
}
