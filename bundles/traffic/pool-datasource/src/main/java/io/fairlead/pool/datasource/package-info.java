/** Each pool of JDBC connections as a {@code javax.sql.DataSource}. */
@org.jspecify.annotations.NullMarked
package io.fairlead.pool.datasource;
