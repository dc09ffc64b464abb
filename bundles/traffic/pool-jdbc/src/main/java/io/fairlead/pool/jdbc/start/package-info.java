/** The first start of an instance: the embedded database and the pool {@code main} on it. */
@org.jspecify.annotations.NullMarked
package io.fairlead.pool.jdbc.start;
