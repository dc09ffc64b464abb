package io.fairlead.kernel.page;

import io.fairlead.kernel.error.Fault;
import io.fairlead.kernel.error.Invalid;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which part of a list is asked for.
 *
 * @param page from 1
 * @param pageSize 1 to {@value #LARGEST}
 */
public record PageRequest(int page, int pageSize) {

  /** The page size when none is asked for. */
  public static final int DEFAULT_SIZE = 50;

  /** The largest page size that may be asked for. */
  public static final int LARGEST = 1_000;

  /**
   * Takes what the caller gave, null where nothing was given.
   *
   * @throws Invalid naming {@code page}, {@code page_size} or both
   */
  public static PageRequest of(@Nullable Long page, @Nullable Long pageSize) {
    List<Fault> faults = new ArrayList<>();
    if (page != null && (page < 1 || page > Integer.MAX_VALUE)) {
      faults.add(new Fault("page", page.toString(), "1 to " + Integer.MAX_VALUE));
    }
    if (pageSize != null && (pageSize < 1 || pageSize > LARGEST)) {
      faults.add(new Fault("page_size", pageSize.toString(), "1 to " + LARGEST));
    }
    if (!faults.isEmpty()) {
      throw new Invalid(faults);
    }
    return new PageRequest(
        page == null ? 1 : page.intValue(), pageSize == null ? DEFAULT_SIZE : pageSize.intValue());
  }

  /** This part of the list, with the numbers that say where it is. */
  public <T> Page<T> of(List<T> all) {
    int count = all.size();
    int pages = (count + pageSize - 1) / pageSize;
    int from = (int) Math.min((page - 1L) * pageSize, count);
    int to = (int) Math.min((long) from + pageSize, count);
    return new Page<>(
        all.subList(from, to), page, pageSize, pages, count, page < pages, page > 1 && pages > 0);
  }
}
