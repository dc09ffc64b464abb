/** Pool. */
@org.jspecify.annotations.NullMarked
package io.fairlead.pool;
