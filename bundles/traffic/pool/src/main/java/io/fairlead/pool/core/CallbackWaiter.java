package io.fairlead.pool.core;

import io.fairlead.kernel.error.FairleadException;
import io.fairlead.traffic.pool.AcquireCallback;
import io.fairlead.traffic.pool.AcquireRequest;
import io.fairlead.traffic.pool.Acquisition;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Waits without a thread. */
final class CallbackWaiter extends Waiter implements Acquisition {

  private static final Logger LOG = LoggerFactory.getLogger(CallbackWaiter.class);

  /** The acquisition of somebody who never had to wait. */
  static final Acquisition OVER = () -> false;

  private final Executor executor;
  private final AcquireCallback callback;

  CallbackWaiter(
      Pool pool,
      AcquireRequest request,
      long since,
      long timeoutNanos,
      Executor executor,
      AcquireCallback callback) {
    super(pool, request, request.owner(), since, timeoutNanos);
    this.executor = executor;
    this.callback = callback;
  }

  @Override
  public boolean cancel() {
    return leave();
  }

  @Override
  void granted(Lease lease) {
    tell(executor, callback, lease);
  }

  @Override
  void failed(FairleadException why) {
    try {
      (executor == pool.work ? pool.refusals : executor).execute(() -> callback.failed(why));
    } catch (RejectedExecutionException e) {
      LOG.warn("nobody to tell: {}", why.getMessage(), e);
    }
  }

  /** Hands over the loan; when there is nobody to take it, it comes home. */
  static void tell(Executor executor, AcquireCallback callback, Lease lease) {
    try {
      executor.execute(
          () -> {
            try {
              callback.granted(lease);
            } catch (RuntimeException | Error e) {
              lease.release();
              throw e;
            }
          });
    } catch (RejectedExecutionException e) {
      LOG.warn("connection {}: granted, but its executor takes no work", lease.connectionId(), e);
      lease.release();
    }
  }
}
