package io.fairlead.rest;

import java.util.List;
import org.osgi.annotation.versioning.ProviderType;

/** The resources that answer now, for documents. */
@ProviderType
public interface RestResources {

  Snapshot snapshot();

  /** Whether all that is offered now has been taken up. */
  boolean settled();

  /**
   * @param generation another number for another set of resources
   * @param classes their classes; hold on to none of them
   */
  record Snapshot(long generation, List<Class<?>> classes) {}
}
