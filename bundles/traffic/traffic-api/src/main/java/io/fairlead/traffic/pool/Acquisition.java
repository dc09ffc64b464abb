package io.fairlead.traffic.pool;

import org.osgi.annotation.versioning.ProviderType;

/** An acquisition under way. */
@ProviderType
public interface Acquisition {

  /**
   * Gives up the place in the queue.
   *
   * @return true when the callback will never be called; false when it has been or will be called
   *     all the same
   */
  boolean cancel();
}
