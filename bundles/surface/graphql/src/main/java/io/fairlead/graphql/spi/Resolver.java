package io.fairlead.graphql.spi;

import org.jspecify.annotations.Nullable;
import org.osgi.annotation.versioning.ConsumerType;

/** Answers one field. */
@ConsumerType
@FunctionalInterface
public interface Resolver {

  /**
   * Returns what the field's shape says: a record, a list of records, a scalar.
   *
   * @throws io.fairlead.kernel.error.FairleadException for the one who asked
   */
  @Nullable Object resolve(Arguments arguments);
}
