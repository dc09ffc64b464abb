package io.fairlead.tracing;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import java.util.List;
import java.util.Optional;
import org.junit.Test;

/** No value of a statement leaves in its text, whichever database reads it. */
public class StatementTextTest {

  @Test
  public void operationsAreOfAClosedSet() {
    assertEquals(Optional.of("SELECT"), StatementText.operation("  (select 1)"));
    assertEquals(Optional.of("INSERT"), StatementText.operation("INSERT INTO t VALUES (1)"));
    assertEquals(Optional.empty(), StatementText.operation("secret 1"));
    assertEquals(Optional.empty(), StatementText.operation("SELECTsecret"));
    assertEquals(Optional.empty(), StatementText.operation("/* secret */ SELECT 1"));
    assertEquals(Optional.empty(), StatementText.operation(""));
    assertEquals(Optional.empty(), StatementText.operation("'"));
  }

  @Test
  public void valuesAreQuestionMarks() {
    assertEquals(
        "SELECT a1, ? FROM t WHERE x = ? AND y IN (?, ?, -?)",
        StatementText.sanitized(
            "SELECT a1, 0x1F FROM t\nWHERE x = 'it''s' AND y IN (1, 2.5, -1e-9)"));
    assertEquals("SELECT E?", StatementText.sanitized("SELECT E'a'"));
    assertEquals("WHERE ? = ?", StatementText.sanitized("WHERE \"name\" = \"value\""));
    assertEquals("WHERE x = $?", StatementText.sanitized("WHERE x = $1"));
  }

  @Test
  public void whatDatabasesReadDifferentlyEndsTheText() {
    for (String tail :
        List.of(
            "`a` = 's3cret'",
            "$$s3cret$$",
            "$x$s3cret$x$",
            "'a\\' = 's3cret",
            "'a\\'b s3cret' = 'c'",
            "\"a\\\" s3cret",
            "# s3cret",
            "-- s3cret",
            "/* s3cret */ 1",
            "// s3cret",
            "\\s3cret",
            "q'[it's top s3cret]'",
            "nQ'{it's top s3cret}'",
            "[o'x] AND c = 's3cret'",
            "'s3cret never ends",
            "\"s3cret never ends")) {
      String sanitized = StatementText.sanitized("SELECT a WHERE b = " + tail);
      assertFalse(tail + " -> " + sanitized, sanitized.contains("s3cret"));
      assertTrue(tail + " -> " + sanitized, sanitized.endsWith("…"));
      assertTrue(sanitized, sanitized.startsWith("SELECT a WHERE b = "));
    }
  }

  @Test
  public void longTextsAreCut() {
    assertTrue(StatementText.sanitized("SELECT a,".repeat(10_000)).length() < 4_100);
    assertEquals("a …", StatementText.sanitized("a " + "x".repeat(100_000)));
  }
}
