/** Files written so that a crash loses nothing, and the store of settings on top of them. */
@org.jspecify.annotations.NullMarked
package io.fairlead.kernel.store;
