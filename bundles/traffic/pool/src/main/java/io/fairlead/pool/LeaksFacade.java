package io.fairlead.pool;

import io.fairlead.kernel.error.NotFound;
import io.fairlead.pool.core.Pool;
import io.fairlead.traffic.pool.LeaksView;
import io.fairlead.traffic.pool.PoolLeaks;

/** Loans that did not come home in time, of the pools that there are. */
final class LeaksFacade implements PoolLeaks {

  private final PoolDirectory directory;

  LeaksFacade(PoolDirectory directory) {
    this.directory = directory;
  }

  @Override
  public LeaksView list(String pool) {
    return running(pool).leaked();
  }

  @Override
  public int clear(String pool) {
    return running(pool).clearLeaks();
  }

  private Pool running(String pool) {
    return directory
        .find(pool)
        .map(RunningPool::pool)
        .orElseThrow(() -> new NotFound("pool " + pool + ": there is none of this name"));
  }
}
