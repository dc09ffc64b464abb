package io.fairlead.traffic.pool;

import io.fairlead.kernel.error.NotFound;
import io.fairlead.kernel.page.PageRequest;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Who waits for the connections of pools. Every method throws {@link NotFound} for an unknown pool.
 */
@ProviderType
public interface WaitQueues {

  WaitQueueView list(String pool, PageRequest page);

  WaitQueueStats stats(String pool);

  /** Sends waiters away with the error {@code queue_cleared}, at once; returns how many. */
  int clear(String pool, ClearRequest request);
}
