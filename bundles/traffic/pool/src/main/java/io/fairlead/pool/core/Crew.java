package io.fairlead.pool.core;

import java.util.concurrent.Executor;

/** Threads of a pool's for one kind of work. It takes whatever it is given, closed or not. */
public interface Crew extends Executor {

  /** From now on threads end as soon as they have nothing to do. None is interrupted. */
  void close();
}
