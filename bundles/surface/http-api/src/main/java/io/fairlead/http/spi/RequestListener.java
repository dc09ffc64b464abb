package io.fairlead.http.spi;

import org.osgi.annotation.versioning.ConsumerType;

/** Told of each request that REST or GraphQL has answered; an OSGi service. */
@ConsumerType
public interface RequestListener {

  /** The answer is complete, or the attempt at one has ended. */
  void answered(AnsweredRequest request);
}
