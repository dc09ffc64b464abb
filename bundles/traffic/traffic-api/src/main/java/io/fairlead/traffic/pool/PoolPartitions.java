package io.fairlead.traffic.pool;

import io.fairlead.kernel.error.Conflict;
import io.fairlead.kernel.error.Invalid;
import io.fairlead.kernel.error.NotFound;
import io.fairlead.kernel.error.Stale;
import io.fairlead.kernel.settings.SettingsSchema;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;

/**
 * The partitions of pools: what the surfaces show and set. They stand in the file of their pool.
 * Every method throws {@link NotFound} for an unknown pool.
 */
@ProviderType
public interface PoolPartitions {

  /** The settings of a partition, for documents. */
  SettingsSchema schema();

  /** By name. */
  List<PartitionView> list(String pool);

  /** Empty when there is no such partition. */
  Optional<PartitionView> find(String pool, String name);

  /**
   * @param settings {@code name} and the rest, limits as an object {@code limits}
   * @throws Conflict when the name is taken
   * @throws Invalid naming every wrong field
   */
  Changed create(String pool, Map<String, ?> settings);

  /**
   * @throws NotFound unknown name
   * @throws Invalid naming every wrong field
   * @throws Stale {@code ifMatch} is not the present revision
   */
  Changed update(String pool, String name, Map<String, ?> patch, Optional<String> ifMatch);

  /**
   * Removes a partition: its loans end, who waits goes on waiting in the default partition.
   *
   * @return true when nothing of it is lent, false while loans end
   * @throws Conflict when it is the pool's default partition
   */
  boolean delete(String pool, String name, Optional<String> ifMatch);

  PartitionStats stats(String pool, String name);

  /** {@code applied} false when the pool had not acknowledged in time. */
  record Changed(PartitionView partition, boolean applied) {}
}
