package io.fairlead.traffic.pool;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A pool as the surfaces show it: settings, then live numbers. Null where nothing is set.
 *
 * @param poolId the pool's id, which is its name
 * @param mode transaction, session or statement
 * @param onSessionState pin or refuse
 * @param budget which connections it shares with other pools; null for none
 * @param state running, paused, draining, drained, no_driver or database_down; starting before it
 *     is made, refused when it could not be made with its settings
 * @param circuit closed; open after a failure to connect, with growing pauses, and when refused;
 *     half_open while one attempt shows how it is now
 * @param activeConnections lent, or looked at or made ready by the pool
 * @param totalConnections active, idle, and those on their way out
 * @param degraded why connections are not as healthy as they should be while the pool serves; null
 *     when they are
 * @param generations the newest, which new loans are of, and those before it that still have
 *     connections; the oldest first
 * @param dataSource the JNDI name of its {@code javax.sql.DataSource}; null while it has none
 * @param revision of the settings in the file
 * @param applied whether the pool runs with what stands in the file
 * @param configError why it does not; null when it does
 */
public record PoolView(
    String poolId,
    String name,
    String driver,
    String url,
    @Nullable String username,
    Map<String, String> properties,
    @Nullable String initSql,
    @Nullable String isolation,
    @Nullable String schema,
    boolean readOnly,
    String mode,
    String onSessionState,
    StatementCache statementCache,
    int minConnections,
    int maxConnections,
    int initialConnections,
    long connectionTimeoutSecs,
    @Nullable Long idleTimeoutSecs,
    @Nullable Long maxLifetimeSecs,
    long creationTimeoutSecs,
    CreationThrottle creationThrottle,
    Elastic elastic,
    @Nullable String budget,
    int budgetWeight,
    boolean validateOnAcquire,
    boolean validateOnRelease,
    @Nullable String validationQuery,
    long validationTimeoutSecs,
    long validationSkipMs,
    @Nullable Long releaseValidationTimeoutSecs,
    @Nullable Long keepaliveSecs,
    @Nullable Long keepaliveTimeoutSecs,
    String agingType,
    long maxBorrows,
    double errorThreshold,
    long jitterPercent,
    String recycling,
    boolean resetSessionVars,
    boolean resetTempTables,
    boolean clearPreparedStatements,
    boolean rollbackTransactions,
    List<String> customResetQueries,
    Leak leak,
    int maxWaitQueue,
    String order,
    long bargeWindowMs,
    boolean fairQueue,
    long starvationAfterSecs,
    DeadlockPolicy deadlock,
    Partitioning partitioning,
    @Nullable Long statementTimeoutSecs,
    @Nullable Long idleInTransactionTimeoutSecs,
    @Nullable Long transactionTimeoutSecs,
    String state,
    String circuit,
    int activeConnections,
    int idleConnections,
    int totalConnections,
    int waitingRequests,
    @Nullable LastError lastError,
    @Nullable String degraded,
    List<GenerationView> generations,
    @Nullable String dataSource,
    String revision,
    boolean applied,
    @Nullable String configError) {

  /** New connections a second, over all reasons to open one, and how many at once after a pause. */
  public record CreationThrottle(int perSecond, int burst) {}

  /**
   * How the size follows the demand.
   *
   * @param growthPerSecond above the minimum
   * @param shrinkDelaySecs for how long one must not have been needed
   */
  public record Elastic(
      boolean autoScale, int growthPerSecond, int shrinkPerMinute, long shrinkDelaySecs) {}

  /** What is done about waiters that wait for each other: report or refuse. */
  public record DeadlockPolicy(String action) {}

  /** After how long a loan is suspect, 0 for never; what is done then; whose trace is kept. */
  public record Leak(long thresholdSecs, String action, String capture) {}

  /** How loans belong to partitions. */
  public record Partitioning(
      boolean enabled,
      String routing,
      String defaultPartition,
      String unknown,
      String balancing,
      String affinity,
      Map<String, String> resourceGroups) {}

  /** How many prepared statements each connection may keep, and bytes of their texts. */
  public record StatementCache(int entries, long bytes) {}

  /**
   * Connections that are alike. A change of a sealed setting begins another beside it, and so does
   * a driver that comes, goes or is replaced.
   *
   * @param generation its number, from 1 since the pool was made
   * @param changed the settings that are others than in the one before: empty for the first; driver
   *     also when only its bundle is another
   * @param activeConnections lent, or looked at or made ready by the pool
   * @param closingConnections on their way out
   */
  public record GenerationView(
      int generation,
      Instant since,
      List<String> changed,
      int activeConnections,
      int idleConnections,
      int closingConnections) {}

  /** The last thing that went wrong with the database. */
  public record LastError(Instant at, String text) {}
}
