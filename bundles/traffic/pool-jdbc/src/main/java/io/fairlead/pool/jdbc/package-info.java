/** JDBC connections. */
@org.jspecify.annotations.NullMarked
package io.fairlead.pool.jdbc;
