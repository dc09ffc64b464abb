package io.fairlead.pool;

import io.fairlead.pool.SqlTokens.Kind;
import io.fairlead.pool.SqlTokens.Token;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Whether a text of SQL says a secret: {@code CREATE USER x PASSWORD 'y'}, {@code IDENTIFIED BY y},
 * {@code SET PASSWORD FOR x = 'y'}, {@code SECRET 'y'}, also within a literal or between dollars.
 *
 * <p>It knows no database's grammar and rather finds one too many: a comparison of a column by such
 * a name with a literal ({@code WHERE password = 'x'}) counts, since what stands there is one. An
 * empty literal does not.
 */
final class SqlSecrets {

  private static final int DEEPEST = 4;
  private static final int LONGEST_USER = 10;

  /** As the names of properties: {@code app.jwt_secret}, too. */
  private static final Pattern NAME =
      Pattern.compile(".*(?:PASSWORD|PASSWD|PASSPHRASE|PWD|SECRET)", Pattern.DOTALL);

  private static final Set<String> BETWEEN = Set.of("AS", "BY", "TO", "WITH", "USING");
  private static final Set<String> NONE =
      Set.of("NULL", "DEFAULT", "TRUE", "FALSE", "ON", "OFF", "RANDOM");
  private static final Set<String> KINDS_OF_SECRET =
      Set.of("OR", "REPLACE", "PERSISTENT", "TEMPORARY", "TEMP");

  private final List<Token> tokens;

  private SqlSecrets(List<Token> tokens) {
    this.tokens = tokens;
  }

  static boolean isIn(String sql) {
    return isIn(sql, false, DEEPEST) || isIn(sql, true, DEEPEST);
  }

  private static boolean isIn(String sql, boolean likeMysql, int depth) {
    List<Token> tokens = SqlTokens.of(sql, likeMysql);
    SqlSecrets secrets = new SqlSecrets(tokens);
    for (int i = 0; i < tokens.size(); i++) {
      Token token = tokens.get(i);
      if (token.kind() == Kind.WORD && secrets.isSaidAfter(i)
          || token.kind() == Kind.LITERAL
              && depth > 0
              && isIn(token.text(), likeMysql, depth - 1)) {
        return true;
      }
    }
    return false;
  }

  private boolean isSaidAfter(int i) {
    Token token = tokens.get(i);
    return token.isWord("IDENTIFIED")
        ? identifies(i + 1)
        : NAME.matcher(token.text()).matches()
            && (assigns(i + 1) || token.isWord("SECRET") && isCreated(i));
  }

  /** {@code [WITH plugin [OR plugin …]] BY secret}, or {@code USING}, or {@code AS 'secret'}. */
  private boolean identifies(int from) {
    int i = from;
    while (word(i, "WITH") || word(i, "VIA") || word(i, "OR")) {
      i += 2;
    }
    if (word(i, "AS")) {
      return isLiteral(i + 1);
    }
    return (word(i, "BY") || word(i, "USING")) && isValue(i + 1);
  }

  /** {@code [FOR user] [= | AS | BY | TO | (] secret}. */
  private boolean assigns(int from) {
    int i = word(from, "FOR") ? afterUser(from + 1) : from;
    boolean assigned = false;
    while (i < tokens.size() && (mark(i, "=(>:") || BETWEEN.contains(wordAt(i)))) {
      assigned |= mark(i, "=") || word(i, "TO");
      i++;
    }
    return isLiteral(i) || assigned && isValue(i);
  }

  private int afterUser(int from) {
    int i = from;
    while (i < from + LONGEST_USER && i < tokens.size() && !mark(i, "=;") && !word(i, "TO")) {
      i++;
    }
    return i;
  }

  /** DuckDB's {@code CREATE SECRET}, with whatever literal. */
  private boolean isCreated(int secret) {
    int i = secret - 1;
    while (KINDS_OF_SECRET.contains(wordAt(i))) {
      i--;
    }
    if (!word(i, "CREATE")) {
      return false;
    }
    for (int j = secret + 1; j < tokens.size() && !mark(j, ";"); j++) {
      if (isLiteral(j)) {
        return true;
      }
    }
    return false;
  }

  private boolean isLiteral(int i) {
    return i < tokens.size()
        && tokens.get(i).kind() == Kind.LITERAL
        && !tokens.get(i).text().isEmpty();
  }

  /** A literal, or a word that is no function's and no other table's. */
  private boolean isValue(int i) {
    if (i >= tokens.size()) {
      return false;
    }
    return switch (tokens.get(i).kind()) {
      case LITERAL, QUOTED -> !tokens.get(i).text().isEmpty();
      case WORD -> !NONE.contains(wordAt(i)) && !mark(i + 1, ".(");
      case MARK -> false;
    };
  }

  private boolean word(int i, String word) {
    return wordAt(i).equals(word);
  }

  private String wordAt(int i) {
    return i >= 0 && i < tokens.size() && tokens.get(i).kind() == Kind.WORD
        ? tokens.get(i).text()
        : "";
  }

  private boolean mark(int i, String marks) {
    return i < tokens.size() && tokens.get(i).isMark(marks);
  }
}
