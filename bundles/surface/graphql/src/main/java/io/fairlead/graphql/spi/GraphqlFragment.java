package io.fairlead.graphql.spi;

import org.osgi.annotation.versioning.ConsumerType;

/** A part of the GraphQL schema; an OSGi service. */
@ConsumerType
@FunctionalInterface
public interface GraphqlFragment {

  /** Says what this part offers. Called once for each registration. */
  void describe(FragmentBuilder fragment);
}
