/**
 * Sessions: one for each client, from its first byte to its last. A session holds a database
 * connection only while a statement runs, a transaction is open, or a statement left state behind
 * that the client needs again.
 */
@org.jspecify.annotations.NullMarked
package io.fairlead.session;
