/** What the swap test and the benchmark of that name share: load on everything, and the swaps. */
@org.jspecify.annotations.NullMarked
package io.fairlead.itests.swap;
