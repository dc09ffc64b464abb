package io.fairlead.graphql.spi;

import org.osgi.annotation.versioning.ConsumerType;

/** Something that goes on until it is told to end. */
@ConsumerType
@FunctionalInterface
public interface Cancellable {

  /** Ends it. Does nothing the second time, never throws, does not block. */
  void cancel();
}
