package io.fairlead.pool;

import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import java.util.List;
import org.junit.Test;

public class SqlSecretsTest {

  @Test
  public void secretsAreFoundHoweverTheyAreSaid() {
    for (String sql :
        List.of(
            "CREATE USER x PASSWORD 'hunter2'",
            "create user if not exists x password'hunter2' admin",
            "SET search_path = a; ALTER USER sa SET PASSWORD\n'hunter2'",
            "CREATE ROLE x LOGIN ENCRYPTED PASSWORD E'hunter\\'2' VALID UNTIL 'infinity'",
            "ALTER ROLE x PASSWORD $$hunter2$$",
            "ALTER ROLE x PASSWORD $a1$hunter2$a1$",
            "ALTER ROLE x PASSWORD /* ; */ -- the new one\n 'hunter2'",
            "CREATE LOGIN x WITH PASSWORD = 'hunter2'",
            "CREATE USER x AS PASSWORD = hunter2",
            "SET PASSWORD = PASSWORD('hunter2')",
            "SET PASSWORD FOR 'ann'@'localhost' = 'hunter2'",
            "SET PASSWORD FOR ann TO \"hunter2\"",
            "ALTER USER x IDENTIFIED BY 'hunter2'",
            "ALTER USER x IDENTIFIED BY hunter2",
            "ALTER USER x IDENTIFIED BY \"hunter2\" REPLACE old",
            "ALTER USER x IDENTIFIED /* who */ BY # why\n 'hunter2'",
            "CREATE USER x IDENTIFIED BY PASSWORD '*54958E764CE10E50764C2EECBB71D01F08549980'",
            "CREATE USER x IDENTIFIED WITH mysql_native_password BY 'hunter2'",
            "CREATE USER x IDENTIFIED WITH 'mysql_native_password' AS 'hash'",
            "CREATE USER x IDENTIFIED VIA unix_socket OR mysql_native_password USING 'hash'",
            "CREATE USER MAPPING FOR a SERVER b OPTIONS (user 'c', password 'hunter2')",
            "CREATE SECRET s (TYPE s3, KEY_ID 'a', SECRET 'hunter2')",
            "CREATE OR REPLACE PERSISTENT SECRET (TYPE huggingface, TOKEN 'hunter2')",
            "SET app.jwt_secret = 'hunter2'",
            "SET app.jwt_secret TO hunter2",
            "DO $do$ BEGIN CREATE ROLE x PASSWORD 'hunter2'; END $do$",
            "EXECUTE IMMEDIATE 'ALTER USER x PASSWORD ''hunter2'''",
            "CREATE SUBSCRIPTION s CONNECTION 'host=h password=hunter2' PUBLICATION p",
            "SELECT 'it\\'s', 1; ALTER USER x PASSWORD 'hunter2'",
            "SELECT 'a\\', 1; ALTER USER x PASSWORD 'hunter2'",
            "SELECT * FROM users WHERE password = 'hunter2'",
            "ALTER USER x PASSWORD 'never ended")) {
      assertTrue(sql, SqlSecrets.isIn(sql));
    }
  }

  @Test
  public void whatOnlyNamesOneIsLeftAlone() {
    for (String sql :
        List.of(
            "",
            "SET search_path = orders, public",
            "SELECT 'password'",
            "SELECT 'password', 'x'",
            "SELECT password FROM users",
            "SELECT password, 'x' FROM users",
            "SELECT a.x FROM a JOIN b ON a.password = b.password",
            "UPDATE users SET password = NULL",
            "UPDATE users SET secret = hash(name)",
            "SELECT 1 WHERE password IS NULL",
            "CREATE TABLE t (password VARCHAR(20) DEFAULT 'x')",
            "COMMENT ON COLUMN t.password IS 'of whom'",
            "GRANT SELECT (password) ON t TO bob",
            "SET password_encryption = 'scram-sha-256'",
            "SET validate_password.policy = 'LOW'",
            "CREATE USER IF NOT EXISTS sa PASSWORD ''",
            "ALTER USER x PASSWORD EXPIRE",
            "ALTER USER x PASSWORD NULL",
            "CREATE USER x IDENTIFIED EXTERNALLY",
            "CREATE USER x IDENTIFIED VIA unix_socket",
            "CREATE USER x IDENTIFIED BY RANDOM PASSWORD",
            "SELECT identified AS known FROM t ORDER BY name",
            "CREATE SECRET s (TYPE s3, PROVIDER credential_chain)",
            "-- PASSWORD 'x'",
            "/* IDENTIFIED BY 'x' */ SELECT 1",
            "SELECT $1, $$a$$, 'b'",
            "SET @secretary = 'x'")) {
      assertFalse(sql, SqlSecrets.isIn(sql));
    }
  }

  @Test
  public void theLongestTextIsReadWhateverIsInIt() {
    for (String piece : List.of("'", "''", "$a", "$$", "\\'", "/*", "--\n", "password ", "\"")) {
      String sql = piece.repeat(65_536 / piece.length());
      assertFalse(piece, SqlSecrets.isIn(sql));
      assertTrue(piece, SqlSecrets.isIn("PASSWORD 'x';" + sql));
    }
  }
}
