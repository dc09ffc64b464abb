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
 * All pools: what the surfaces show and set, and the door through which sessions find theirs.
 * Settings arrive as a patch in REST's names; merging, checking, storing and waiting for the
 * acknowledgement (800 ms) happen here, once for all surfaces.
 *
 * <p>A name or id that nothing could have is an unknown one.
 */
@ProviderType
public interface Pools {

  /**
   * The pool that work goes to; empty when there is none of that name. Ask again for every loan: it
   * may have been replaced.
   */
  Optional<ConnectionPool> pool(String name);

  /** The settings of a pool, for documents. */
  SettingsSchema schema();

  /** By name. */
  List<PoolView> list();

  Optional<PoolView> find(String name);

  /**
   * @param settings {@code name} and the rest
   * @throws Conflict when the name is taken
   * @throws Invalid naming every wrong field
   */
  Changed create(Map<String, ?> settings);

  /**
   * Opens one connection with these settings, closes it and changes nothing; says what it found.
   */
  Trial tryOut(Map<String, ?> settings);

  /**
   * @throws NotFound unknown name
   * @throws Invalid naming every wrong field
   * @throws Stale {@code ifMatch} is not the present revision
   */
  Changed update(String name, Map<String, ?> patch, Optional<String> ifMatch);

  /**
   * Removes a pool: no new loans, loans end, then it is gone.
   *
   * @return true when it is gone already, false while connections are still out
   * @throws Conflict when a listener names it; the message says which
   */
  boolean delete(String name, Optional<String> ifMatch);

  PoolStats stats(String name);

  /** The last 200 changes of the pool's size and why they came about, the oldest first. */
  List<SizingDecision> decisions(String name);

  /**
   * No new loans; when the last connection is home the pool is {@code drained}, also over a
   * restart.
   *
   * @return how many connections are out
   */
  int drain(String name, DrainRequest request);

  /** No new loans until {@link #resume}; who asks waits. Kept over a restart. */
  PoolView pause(String name);

  /** Back to {@code running}, from paused, draining or drained. */
  PoolView resume(String name);

  /** Database connections that match, by id. */
  List<ConnectionView> connections(ConnectionFilter filter);

  Optional<ConnectionView> connection(long connectionId);

  /** Cancels what runs on it and closes it; its holder gets an Error and its session lives. */
  void kill(long connectionId);

  /**
   * A pool after a change; {@code applied} false when the component had not acknowledged in time.
   */
  record Changed(PoolView pool, boolean applied) {}

  /**
   * What {@code dry_run} found: the product and version of the database and how long opening took.
   */
  record Trial(boolean opened, String product, double openMs) {}
}
