package io.fairlead.pool;

import io.fairlead.kernel.error.NotFound;
import io.fairlead.kernel.page.PageRequest;
import io.fairlead.pool.core.Pool;
import io.fairlead.traffic.pool.ClearRequest;
import io.fairlead.traffic.pool.WaitQueueStats;
import io.fairlead.traffic.pool.WaitQueueView;
import io.fairlead.traffic.pool.WaitQueues;

/** The wait queues of the pools that there are. */
final class QueuesFacade implements WaitQueues {

  private final PoolDirectory directory;

  QueuesFacade(PoolDirectory directory) {
    this.directory = directory;
  }

  @Override
  public WaitQueueView list(String pool, PageRequest page) {
    return running(pool).waiting(page);
  }

  @Override
  public WaitQueueStats stats(String pool) {
    return running(pool).queueStats();
  }

  @Override
  public int clear(String pool, ClearRequest request) {
    return running(pool).clearQueue(request);
  }

  private Pool running(String pool) {
    return directory
        .find(pool)
        .map(RunningPool::pool)
        .orElseThrow(() -> new NotFound("pool " + pool + ": there is none of this name"));
  }
}
