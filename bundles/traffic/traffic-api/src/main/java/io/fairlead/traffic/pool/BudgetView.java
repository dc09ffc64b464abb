package io.fairlead.traffic.pool;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A budget of connections that several pools share, as the surfaces show it. A pool says itself
 * which budget it belongs to.
 *
 * @param taken connections of all its pools, those too that are being opened or closed; more than
 *     {@code maxConnections} only while what a change left over goes home
 * @param guaranteed the sum of its pools' minima, kept free for them
 * @param revision of the settings in the file; empty when there is none any more
 * @param applied whether the pools go by what stands in the file
 * @param configError why they do not; null when they do
 */
public record BudgetView(
    String name,
    int maxConnections,
    int taken,
    int guaranteed,
    List<Member> members,
    String revision,
    boolean applied,
    @Nullable String configError) {

  /**
   * A pool in it.
   *
   * @param min kept free for it, its {@code min_connections}
   * @param weight its part of what no minimum takes, its {@code budget_weight}
   * @param share how many connections it may have as things are, if it wants that many
   * @param taken how many it has, or is opening or closing
   * @param active how many of these are lent
   * @param waiting how many more it would open now and may not
   */
  public record Member(
      String pool, int min, int weight, int share, int taken, int active, int waiting) {}
}
