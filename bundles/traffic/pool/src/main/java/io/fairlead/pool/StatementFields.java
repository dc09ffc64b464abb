package io.fairlead.pool;

import io.fairlead.kernel.settings.Rules;
import io.fairlead.kernel.settings.Setting;
import io.fairlead.kernel.settings.Setting.Type;
import java.util.List;

/** A pool's settings about whose a connection is between statements, and what it keeps of them. */
final class StatementFields {

  static final List<Setting> SETTINGS =
      List.of(
          Setting.hot(
              "mode",
              Type.TEXT,
              "transaction",
              Rules.oneOf("transaction", "session", "statement"),
              "For how long a session keeps a connection: for a statement or a transaction, to the"
                  + " session's end, or for a statement, transactions being refused."),
          Setting.hot(
              "on_session_state",
              Type.TEXT,
              "pin",
              Rules.oneOf("pin", "refuse"),
              "What becomes of a statement that leaves something in the database's session (SET, a"
                  + " temporary table, a lock): its session keeps the connection, or it is refused."
                  + " Mode statement refuses it always."),
          Setting.sealed(
              "statement_cache.entries",
              Type.INTEGER,
              "100",
              Rules.between(0, 10_000),
              "How many prepared statements each connection keeps; 0 for none."),
          Setting.sealed(
              "statement_cache.bytes",
              Type.INTEGER,
              "1048576",
              Rules.between(0, 1_073_741_824),
              "How many bytes of text these may have, two for each character."));

  private StatementFields() {}
}
