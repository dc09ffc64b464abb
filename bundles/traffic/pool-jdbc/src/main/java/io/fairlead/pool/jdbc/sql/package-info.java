/**
 * Reads SQL text as far as a pool has to: where statements begin and end, of what kind each is,
 * which functions it calls. It never says what a statement does, only whether it is of a kind that
 * is known to leave nothing behind in the database's session; what it does not know is not of that
 * kind.
 */
@org.jspecify.annotations.NullMarked
package io.fairlead.pool.jdbc.sql;
