/**
 * A protocol that sends back what it gets: the smallest one, and what shows that one can be
 * swapped.
 */
@org.jspecify.annotations.NullMarked
package io.fairlead.wire.echo;
