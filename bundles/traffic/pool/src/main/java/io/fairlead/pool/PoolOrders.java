package io.fairlead.pool;

import io.fairlead.kernel.error.Conflict;
import io.fairlead.kernel.error.Fault;
import io.fairlead.kernel.error.Invalid;
import io.fairlead.kernel.error.NotFound;
import io.fairlead.pool.core.Mode;
import io.fairlead.pool.core.Pool;
import io.fairlead.pool.core.PoolSettings;
import io.fairlead.traffic.pool.DrainRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Pause, drain, resume: what is wanted is durable before it is done, and only of a pool that does
 * it. Under the directory's lock, so that none is removed and no settings change between the two.
 */
final class PoolOrders {

  private final PoolDirectory directory;
  private final PoolModes modes;

  PoolOrders(PoolDirectory directory, PoolModes modes) {
    this.directory = directory;
    this.modes = modes;
  }

  /** Returns how many connections are out. */
  int drain(String name, DrainRequest request) {
    synchronized (directory) {
      Pool pool = steerable(name);
      Optional<Pool> to = request.to().map(other -> target(pool, other));
      modes.set(name, Mode.DRAINED);
      return to.isPresent() ? pool.drain(request, to.get()) : pool.drain(request);
    }
  }

  void pause(String name) {
    synchronized (directory) {
      Pool pool = steerable(name);
      modes.set(name, Mode.PAUSED);
      pool.pause();
    }
  }

  void resume(String name) {
    synchronized (directory) {
      Pool pool = steerable(name);
      modes.set(name, Mode.RUNNING);
      pool.resume();
    }
  }

  private Pool steerable(String name) {
    RunningPool running =
        directory
            .find(name)
            .orElseThrow(() -> new NotFound("pool " + name + ": there is none of this name"));
    if (running.leaving()) {
      throw new Conflict("pool " + name + ": is being removed");
    }
    return running.pool();
  }

  /**
   * Who is moved goes on by the rules of the pool that it asked, in which it may be in the middle
   * of something: so the other one has to be its like.
   */
  private Pool target(Pool from, String other) {
    Pool to =
        directory
            .find(other)
            .filter(running -> !running.leaving() && !other.equals(from.name()))
            .map(RunningPool::pool)
            .orElseThrow(() -> wrong(other, "another pool that is there"));
    String like =
        "a running pool with the driver, url and mode of %s; this one ".formatted(from.name());
    List<String> differences = differences(from.settings(), to.settings());
    if (!differences.isEmpty()) {
      throw wrong(other, like + "differs in " + String.join(", ", differences));
    }
    if (!to.state().equals(Mode.RUNNING.word())) {
      throw wrong(other, like + "is " + to.state());
    }
    return to;
  }

  private static List<String> differences(PoolSettings from, PoolSettings to) {
    List<String> result = new ArrayList<>();
    if (!from.spec().driver().equals(to.spec().driver())) {
      result.add("driver");
    }
    if (!from.spec().url().equals(to.spec().url())) {
      result.add("url");
    }
    if (from.mode() != to.mode()) {
      result.add("mode");
    }
    return result;
  }

  private static Invalid wrong(String to, String expected) {
    return new Invalid(List.of(new Fault("to", to, expected)));
  }
}
