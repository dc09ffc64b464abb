package io.fairlead.traffic.pool;

import io.fairlead.kernel.page.Page;
import java.util.List;

/**
 * A page of those who wait for a pool's connections, in the order in which they count.
 *
 * @param size how many wait
 * @param max how many may
 */
public record WaitQueueView(
    int size,
    int max,
    List<WaiterView> data,
    int page,
    int pageSize,
    int totalPages,
    long totalCount,
    boolean hasNext,
    boolean hasPrev) {

  public static WaitQueueView of(int max, Page<WaiterView> page) {
    return new WaitQueueView(
        (int) page.totalCount(),
        max,
        page.data(),
        page.page(),
        page.pageSize(),
        page.totalPages(),
        page.totalCount(),
        page.hasNext(),
        page.hasPrev());
  }
}
