package io.fairlead.graphql.spi;

import org.osgi.annotation.versioning.ConsumerType;

/** Where a subscription's values come from. */
@ConsumerType
@FunctionalInterface
public interface Source {

  /**
   * Begins to give values, the present one first where there is one.
   *
   * @return ends it; called once, also after the sink was ended
   * @throws io.fairlead.kernel.error.FairleadException when there is nothing to subscribe to
   */
  Cancellable open(Arguments arguments, Sink sink);
}
