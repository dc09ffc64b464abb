package io.fairlead.pool.jdbc.sql;

import org.jspecify.annotations.Nullable;

/**
 * What the tokens of one statement say; filled token by token, used again for the next statement.
 */
final class StatementFacts {

  private static final int NOT_AFTER_INTO = 0;
  private static final int NAME_EXPECTED = 1;
  private static final int NAME_READ = 2;

  private boolean begun;
  private boolean verbRead;
  private int words;
  private @Nullable Word verb;
  private @Nullable Word second;
  private @Nullable Word previous;
  private boolean previousIsName;
  private boolean previousIsDot;
  private boolean previousIsDotted;
  private @Nullable Word beforePrevious;
  private boolean previousIsComma;
  private boolean trueBehindComma;
  private boolean emptyCallExpected;
  private int target;

  boolean unknownCall;

  /** As {@code unknownCall}, where the functions are H2's. */
  boolean unknownCallInH2;

  /** {@code TEMPORARY TABLE} with neither LOCAL nor GLOBAL. */
  boolean plainTemporaryTable;

  boolean variable;
  boolean selects;
  boolean into;
  boolean local;
  boolean temporary;
  boolean intoTemporary;
  boolean temporarySchema;
  boolean dropsOnCommit;
  boolean advisoryLock;
  boolean getLock;
  boolean withHold;
  boolean updates;
  boolean settingsView;
  int setConfigs;
  int localSetConfigs;

  void clear() {
    begun = false;
    verbRead = false;
    words = 0;
    verb = null;
    second = null;
    previous = null;
    previousIsName = false;
    previousIsDot = false;
    previousIsDotted = false;
    beforePrevious = null;
    previousIsComma = false;
    trueBehindComma = false;
    emptyCallExpected = false;
    target = NOT_AFTER_INTO;
    unknownCall = false;
    unknownCallInH2 = false;
    plainTemporaryTable = false;
    variable = false;
    selects = false;
    into = false;
    local = false;
    temporary = false;
    intoTemporary = false;
    temporarySchema = false;
    dropsOnCommit = false;
    advisoryLock = false;
    getLock = false;
    withHold = false;
    updates = false;
    settingsView = false;
    setConfigs = 0;
    localSetConfigs = 0;
  }

  boolean isEmpty() {
    return !begun;
  }

  /** The first word's name in upper case; empty when it is none that we know. */
  String verb() {
    return verb == null ? "" : verb.name();
  }

  boolean secondIs(String name) {
    return second != null && second.is(name);
  }

  void add(Token token, String sql, SqlLexer lexer) {
    begun = true;
    if (emptyCallExpected) {
      emptyCallExpected = false;
      unknownCallInH2 |= token != Token.SYMBOL || lexer.symbol() != ')';
    }
    switch (token) {
      case WORD -> word(sql, lexer.from(), lexer.to(), true);
      case QUOTED -> word(sql, lexer.from(), lexer.to(), false);
      case SYMBOL -> symbol(lexer.symbol());
      default -> plain();
    }
  }

  private void word(String sql, int from, int to, boolean bare) {
    Word known = Word.find(sql, from, to);
    Word word = bare ? known : null;
    if (!verbRead) {
      verbRead = true;
      verb = word;
    } else if (words == 1) {
      second = word;
    }
    words++;
    if (known != null) {
      note(known, bare);
    } else if (startsWith(sql, from, to, "pg_advisory_")
        || startsWith(sql, from, to, "pg_try_advisory_")) {
      advisoryLock |= !contains(sql, from, to, "_xact_") && !contains(sql, from, to, "_unlock");
    } else {
      temporarySchema |= startsWith(sql, from, to, "pg_temp_");
    }
    boolean becomesTarget = word != null && word.is("INTO");
    target = becomesTarget ? NAME_EXPECTED : target == NAME_EXPECTED ? NAME_READ : NOT_AFTER_INTO;
    trueBehindComma = previousIsComma && word != null && word.is("TRUE");
    previousIsComma = false;
    beforePrevious = previous;
    previous = word;
    previousIsName = true;
    previousIsDotted = previousIsDot;
    previousIsDot = false;
  }

  private void note(Word word, boolean bare) {
    switch (word.name()) {
      case "SET_CONFIG" -> setConfigs++;
      case "PG_TEMP" -> temporarySchema = true;
      case "GET_LOCK" -> getLock = true;
      case "PG_SETTINGS" -> settingsView = true;
      default -> {
        if (bare) {
          noteKeyword(word);
        }
      }
    }
  }

  private void noteKeyword(Word word) {
    switch (word.name()) {
      case "SELECT", "VALUES", "CALL" -> selects |= words > 1;
      case "TABLE" -> {
        selects |= previous != null && previous.is("AS");
        plainTemporaryTable |=
            previous != null
                && (previous.is("TEMP") || previous.is("TEMPORARY"))
                && (beforePrevious == null
                    || !beforePrevious.is("LOCAL") && !beforePrevious.is("GLOBAL"));
      }
      case "INTO" -> into = true;
      case "LOCAL" -> local = true;
      case "TEMP", "TEMPORARY" -> {
        temporary = true;
        intoTemporary |= target == NAME_EXPECTED;
      }
      case "DROP" -> dropsOnCommit |= previous != null && previous.is("COMMIT");
      case "HOLD" -> withHold |= previous != null && previous.is("WITH");
      case "UPDATE" -> updates = true;
      default -> {}
    }
  }

  private void symbol(char c) {
    if (c == '(') {
      if (verbRead && previousIsName && target != NAME_READ) {
        unknownCall |= previous == null || !previous.callable() || previousIsDotted;
        // RAND with a seed is what the session's next RAND follows
        emptyCallExpected = previous != null && previous.is("RAND") && !previousIsDotted;
        unknownCallInH2 |=
            !emptyCallExpected
                && (previous == null || !previous.callableInH2() || previousIsDotted);
      }
      target = NOT_AFTER_INTO;
    } else if (c == '.') {
      target = target == NAME_READ ? NAME_EXPECTED : NOT_AFTER_INTO;
    } else {
      if (c == ')' && trueBehindComma) {
        localSetConfigs++;
      }
      variable |= c == '@';
      target = NOT_AFTER_INTO;
    }
    noWord();
    previousIsComma = c == ',';
    previousIsDot = c == '.';
  }

  private void noWord() {
    beforePrevious = null;
    previous = null;
    previousIsName = false;
    previousIsDotted = false;
    previousIsDot = false;
    previousIsComma = false;
    trueBehindComma = false;
  }

  private void plain() {
    if (!verbRead) {
      verbRead = true;
    }
    target = NOT_AFTER_INTO;
    noWord();
  }

  private static boolean startsWith(String sql, int from, int to, String start) {
    return to - from >= start.length() && sql.regionMatches(true, from, start, 0, start.length());
  }

  private static boolean contains(String sql, int from, int to, String part) {
    for (int i = from; i <= to - part.length(); i++) {
      if (sql.regionMatches(true, i, part, 0, part.length())) {
        return true;
      }
    }
    return false;
  }
}
