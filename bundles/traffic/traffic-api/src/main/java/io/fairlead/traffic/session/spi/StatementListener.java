package io.fairlead.traffic.session.spi;

import org.osgi.annotation.versioning.ConsumerType;

/** Told of each statement that a session has had answered; an OSGi service. */
@ConsumerType
public interface StatementListener {

  /** The client has its answer. */
  void answered(AnsweredStatement statement);
}
