/** The pool beside HikariCP, both on a driver that costs nothing. */
package io.fairlead.benchmarks.pool;
