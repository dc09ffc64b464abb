package io.fairlead.kernel.page;

import java.util.List;

/**
 * A part of a list.
 *
 * @param data what is on this page; empty beyond the end
 * @param page from 1
 * @param totalPages 0 when the list is empty
 */
public record Page<T>(
    List<T> data,
    int page,
    int pageSize,
    int totalPages,
    long totalCount,
    boolean hasNext,
    boolean hasPrev) {

  public Page {
    data = List.copyOf(data);
  }
}
