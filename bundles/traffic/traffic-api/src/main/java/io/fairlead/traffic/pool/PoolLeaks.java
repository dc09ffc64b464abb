package io.fairlead.traffic.pool;

import io.fairlead.kernel.error.NotFound;
import org.osgi.annotation.versioning.ProviderType;

/** Loans of pools that did not come home in time. Throws {@link NotFound} for an unknown pool. */
@ProviderType
public interface PoolLeaks {

  LeaksView list(String pool);

  /**
   * Forgets what was recorded and touches no connection; one that is still out is reported again
   * after another threshold. Returns how many were forgotten.
   */
  int clear(String pool);
}
