package io.fairlead.pool.jdbc.sql;

import org.jspecify.annotations.Nullable;

/**
 * A word that we know: how statements begin with it and what a bracket after it means. Found
 * without allocating, in any case.
 *
 * @param name in upper case
 * @param callable whether {@code name(} is harmless: grammar, a type, or a function without effects
 */
public record Word(String name, boolean callable) {

  private static final int SLOTS = 2048;
  private static final @Nullable Word[] TABLE = new Word[SLOTS];

  /** Grammar and types that a bracket may follow. */
  private static final String GRAMMAR =
      """
      ALL AND ANY ARRAY AS ASYMMETRIC BETWEEN BY CASE CHECK CONFLICT CUBE DISTINCT ELSE EXCEPT EXISTS FILTER FOREIGN FROM
      GROUPING HAVING IN INCLUDE INDEX INTERSECT IS JOIN KEY LATERAL LIKE LIMIT NOT OFFSET ON OR OVER PRIMARY REFERENCES RETURNING
      ROLLUP ROW ROWS SELECT SET SETS SOME TABLE THEN TOP UNION UNIQUE USING VALUES WHEN WHERE WITHIN
      BIGINT BINARY BIT BLOB BOOLEAN BPCHAR CHAR CHARACTER CLOB DEC DECFLOAT DECIMAL DOUBLE FLOAT INT INTEGER INTERVAL LARGE NUMERIC
      NVARCHAR OBJECT PRECISION REAL SMALLINT TEXT TIME TIMESTAMP TIMESTAMPTZ TINYINT UUID VARBINARY VARBIT VARCHAR VARYING
      """;

  /** Functions that change nothing: no state of the session, no lock, no setting. */
  private static final String PURE =
      """
      ABS ACOS AGE ANY_VALUE ARRAY_AGG ARRAY_APPEND ARRAY_CONTAINS ARRAY_GET ARRAY_LENGTH ARRAY_POSITION ARRAY_SLICE ARRAY_TO_STRING
      ARRAY_UPPER ASCII ASIN ATAN ATAN2 AVG BIT_AND BIT_LENGTH BIT_OR BIT_XOR BITAND BITNOT BITOR BITXOR BOOL_AND BOOL_OR BTRIM
      CARDINALITY CAST CBRT CEIL CEILING CHAR_LENGTH CHARACTER_LENGTH CHR COALESCE CONCAT CONCAT_WS CONVERT CORR COS COSH COT COUNT
      COVAR_POP COVAR_SAMP CUME_DIST CURDATE CURRENT_DATE CURRENT_TIME CURRENT_TIMESTAMP CURRENT_SCHEMA CURRENT_USER CURTIME
      DATE DATE_PART DATE_TRUNC DATEADD DATEDIFF DAY DAY_OF_WEEK DAY_OF_YEAR DAYNAME DECODE DEGREES DENSE_RANK EVERY EXP
      EXTRACT FIRST_VALUE FLOOR FORMAT FORMATDATETIME GEN_RANDOM_UUID GENERATE_SERIES GREATEST HEXTORAW HOUR IFNULL INITCAP INSTR
      JSON_AGG JSON_ARRAY JSON_ARRAYAGG JSON_BUILD_OBJECT JSON_OBJECT JSON_OBJECTAGG JSONB_AGG JSONB_BUILD_OBJECT LAG LAST_VALUE LEAD
      LEAST LEFT LENGTH LISTAGG LN LOCALTIME LOCALTIMESTAMP LOCATE LOG LOG10 LOWER LPAD LTRIM MAKE_DATE MAKE_INTERVAL MAX MD5 MEDIAN
      MIN MINUTE MOD MODE MONTH MONTHNAME NOW NTH_VALUE NTILE NULLIF NVL NVL2 OCTET_LENGTH OVERLAY PARSEDATETIME PERCENT_RANK
      PERCENTILE_CONT PERCENTILE_DISC PI POSITION POWER QUARTER RADIANS RANDOM_UUID RANK RAWTOHEX REGEXP_LIKE REGEXP_MATCH
      REGEXP_REPLACE REGEXP_SUBSTR REPEAT REPLACE REVERSE RIGHT ROUND ROW_NUMBER ROW_TO_JSON RPAD RTRIM SECOND SIGN SIN SINH
      SPLIT_PART SQRT STDDEV STDDEV_POP STDDEV_SAMP STRING_AGG STRPOS SUBSTR SUBSTRING SUM SYSDATE SYSTEM_RANGE TAN TANH
      TO_CHAR TO_DATE TO_NUMBER TO_TIMESTAMP TRANSLATE TRIM TRIM_ARRAY TRUNC TRUNCATE UNNEST UPPER VAR_POP VAR_SAMP
      VARIANCE WEEK WIDTH_BUCKET YEAR
      PG_BACKEND_PID VERSION DATABASE SCHEMA USER SESSION_ID H2VERSION
      """;

  /** Words that are looked for, none of which is harmless as a function. */
  private static final String OTHERS =
      """
      ABORT ADMIN ALTER ANALYZE BEGIN CALL CHECKPOINT CHAIN CLOSE COMMENT COMMIT CONSTRAINTS COPY CREATE CURSOR DEALLOCATE DECLARE DEFAULT
      DELETE DISCARD DO DROP END EXECUTE EXPLAIN FETCH FINAL FOR FORCE GLOBAL GRANT HELP HOLD IMMEDIATE INSERT INTO LISTEN LOAD LOCAL LOCK
      MATERIALIZED MERGE MOVE NOTIFY ONLY PASSWORD PG_SETTINGS PG_TEMP PREPARE PREPARED PROCEDURE RECURSIVE REFRESH REINDEX RELEASE RESET REVOKE
      ROLLBACK RUNSCRIPT SALT SAVEPOINT SCRIPT SESSION SET_CONFIG SHOW SHUTDOWN START TEMP TEMPORARY TO TRANSACTION TRUE UNLISTEN
      UPDATE USE VACUUM VIEW WITH WITHOUT WORK
      """;

  static {
    add(GRAMMAR, true);
    add(PURE, true);
    add(OTHERS, false);
  }

  private static void add(String names, boolean callable) {
    for (String name : names.strip().split("\\s+")) {
      int slot = slot(name, 0, name.length());
      while (TABLE[slot] != null) {
        slot = slot + 1 & SLOTS - 1;
      }
      TABLE[slot] = new Word(name, callable);
    }
  }

  /** The word between these places, or null when it is none that we know. */
  public static @Nullable Word find(String text, int from, int to) {
    int slot = slot(text, from, to);
    for (Word word = TABLE[slot]; word != null; word = TABLE[slot]) {
      if (word.name.length() == to - from
          && word.name.regionMatches(true, 0, text, from, to - from)) {
        return word;
      }
      slot = slot + 1 & SLOTS - 1;
    }
    return null;
  }

  private static int slot(String text, int from, int to) {
    int hash = 0;
    for (int i = from; i < to; i++) {
      hash = 31 * hash + (text.charAt(i) | 0x20);
    }
    return (hash ^ hash >>> 11) & SLOTS - 1;
  }

  boolean is(String other) {
    return name.equals(other);
  }
}
