/**
 * The pool itself, in plain Java: no container, no clock and no thread that it was not given.
 *
 * <p>Who may touch what. A {@link io.fairlead.pool.core.Slot} belongs to whoever took it out of
 * {@code IDLE} by compare-and-set; all else about it is that owner's until it is put back, handed
 * to a waiter or retired. The queue of waiters, the array of slots, the mode and the attempts to
 * open change under the pool's one lock; no foreign code runs and nothing blocks while it is held.
 * Lending and returning an idle connection takes no lock.
 */
@org.jspecify.annotations.NullMarked
package io.fairlead.pool.core;
