package io.fairlead.traffic.pool.spi;

import org.jspecify.annotations.Nullable;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * Takes one result while it is read: {@link #columns}, then each row, then {@link #end}. For a
 * statement without rows only {@link #end}. Called on the thread that reads. May throw an unchecked
 * exception of the kernel's to refuse more: the work ends with it.
 */
@ConsumerType
public interface ResultSink {

  void columns(String[] names);

  /** One row's values as text, null for NULL. The array is used again for the next row. */
  void row(@Nullable String[] values);

  /** The number of rows changed, or read. */
  void end(long rowsAffected);
}
