package io.fairlead.traffic.pool;

import io.fairlead.kernel.error.Invalid;
import io.fairlead.kernel.error.NotFound;
import io.fairlead.kernel.error.Stale;
import io.fairlead.kernel.settings.SettingsSchema;
import java.util.Map;
import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;

/**
 * The lives of pools' connections. Every method that names a pool throws {@link NotFound} for an
 * unknown one.
 */
@ProviderType
public interface PoolLifecycles {

  /** The fields of a policy, for documents. */
  SettingsSchema schema();

  LifecyclePolicy policy(String pool);

  /**
   * Lays a patch over a pool's policy.
   *
   * @throws Invalid naming every wrong field
   * @throws Stale {@code ifMatch} is not the present revision
   */
  Changed update(String pool, Map<String, ?> patch, Optional<String> ifMatch);

  LifecycleStats stats(String pool);

  /**
   * Begins to recycle connections, and takes over what an earlier recycle has left.
   *
   * @return how far it is
   * @throws Invalid ids or a partition that the pool does not have
   */
  LifecycleStats.Recycle recycle(String pool, RecycleRequest request);

  /** A policy after a change; {@code applied} false when the pool had not acknowledged in time. */
  record Changed(LifecyclePolicy policy, boolean applied) {}
}
