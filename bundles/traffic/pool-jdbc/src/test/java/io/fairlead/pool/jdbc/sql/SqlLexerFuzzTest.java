package io.fairlead.pool.jdbc.sql;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.Test;

/** Seeded, so that a failure can be had again. */
public class SqlLexerFuzzTest {

  private static final long SEED = 20240607;
  private static final String[] HIDING = {
    "'",
    "''",
    "\"",
    "$$",
    "$a$",
    "$b$",
    "--",
    "/*",
    "*/",
    ";",
    "pg_advisory_lock(1)",
    "SET x",
    " ",
    "\n",
    "(",
    "e",
    "x"
  };
  private static final String[] PIECES = {
    "'",
    "''",
    "\"",
    "$$",
    "$a$",
    "$",
    "--",
    "/*",
    "*/",
    "\n",
    ";",
    "\\",
    "E'",
    "U&'",
    "//",
    "[",
    "]",
    "`",
    "#",
    "(",
    ")",
    "@",
    ".",
    "1",
    "a",
    "SELECT",
    "SET",
    " ",
    "\u00a0",
    "\u0131",
    "\ud83d",
    "\0",
    "pg_advisory_lock",
    "INTO"
  };

  private record Piece(String text, Token token) {}

  /**
   * Text put together from known tokens comes apart into the same ones, whatever is inside the
   * quotes.
   */
  @Test
  public void tokensComeApartAsTheyWerePutTogether() {
    Random random = new Random(SEED);
    SqlLexer lexer = new SqlLexer(Syntax.POSTGRESQL);
    for (int round = 0; round < 200_000; round++) {
      StringBuilder sql = new StringBuilder();
      List<Token> expected = new ArrayList<>();
      int count = random.nextInt(8);
      for (int i = 0; i < count; i++) {
        Piece piece = piece(random);
        sql.append(piece.text).append(blank(random));
        expected.add(piece.token);
      }
      expected.add(Token.END);
      lexer.start(sql.toString());
      List<Token> seen = new ArrayList<>();
      Token token;
      do {
        token = lexer.next();
        seen.add(token);
      } while (token != Token.END);
      assertEquals("seed " + SEED + " round " + round + ": " + sql, expected, seen);
      assertFalse("doubtful: " + sql, lexer.doubtful());
    }
  }

  private static Piece piece(Random random) {
    String hidden = hidden(random);
    return switch (random.nextInt(8)) {
      case 0 -> new Piece("'" + hidden.replace("'", "''") + "'", Token.STRING);
      case 1 ->
          new Piece(
              "E'" + hidden.replace("'", random.nextBoolean() ? "\\'" : "''") + "\\\\'",
              Token.STRING);
      case 2 -> new Piece("\"" + hidden.replace("\"", "\"\"") + "\"", Token.QUOTED);
      case 3 -> new Piece("$$" + hidden.replace("$", "") + "$$", Token.STRING);
      case 4 -> new Piece("$q1$" + hidden.replace("$q1$", "") + "$q1$", Token.STRING);
      case 5 -> new Piece("na_me$1", Token.WORD);
      case 6 -> new Piece("17.5e3", Token.NUMBER);
      default ->
          random.nextBoolean() ? new Piece(";", Token.SEMICOLON) : new Piece("+", Token.SYMBOL);
    };
  }

  private static String hidden(Random random) {
    StringBuilder text = new StringBuilder();
    for (int i = random.nextInt(6); i > 0; i--) {
      text.append(HIDING[random.nextInt(HIDING.length)]);
    }
    return text.toString();
  }

  private static String blank(Random random) {
    return switch (random.nextInt(4)) {
      case 0 -> " ";
      case 1 -> " --" + hidden(random).replace("\n", "") + "\n";
      case 2 -> " /*" + hidden(random).replace("/", "").replace("*", "") + "/* ' */ \" */\t";
      default -> "\n\f";
    };
  }

  /** Whatever the text, reading it ends, throws nothing and stays within it. */
  @Test
  public void nothingMakesItThrow() {
    Random random = new Random(SEED);
    SqlScan[] scans = {
      SqlScan.forPostgresql(), SqlScan.forH2(), SqlScan.forMariadb(), SqlScan.forUnknown()
    };
    SqlLexer lexer = new SqlLexer(Syntax.POSTGRESQL);
    for (int round = 0; round < 300_000; round++) {
      StringBuilder text = new StringBuilder();
      for (int i = random.nextInt(12); i > 0; i--) {
        text.append(PIECES[random.nextInt(PIECES.length)]);
      }
      String sql = text.toString();
      for (SqlScan scan : scans) {
        scan.read(sql);
        assertTrue(scan.start() <= sql.length());
      }
      lexer.start(sql);
      int last = 0;
      while (lexer.next() != Token.END) {
        assertTrue(
            sql, lexer.from() >= last && lexer.to() >= lexer.from() && lexer.to() <= sql.length());
        last = lexer.to();
      }
    }
  }

  /**
   * A call that is really there is seen, wherever in a text it is; hidden ones before it do not
   * hide it.
   */
  @Test
  public void aLockIsSeenWhereverItIs() {
    Random random = new Random(SEED);
    SqlScan scan = SqlScan.forPostgresql();
    for (int round = 0; round < 100_000; round++) {
      StringBuilder sql = new StringBuilder("SELECT ");
      for (int i = random.nextInt(4); i > 0; i--) {
        sql.append(piece(random).text).append(blank(random));
      }
      sql.append(" pg_advisory_lock").append(blank(random)).append("(7)");
      for (int i = random.nextInt(4); i > 0; i--) {
        sql.append(blank(random)).append(piece(random).text);
      }
      scan.read(sql.toString());
      assertEquals(
          sql.toString(), Left.ADVISORY_LOCK.bit(), scan.left() & Left.ADVISORY_LOCK.bit());
      assertFalse(sql.toString(), scan.clean());
    }
  }
}
