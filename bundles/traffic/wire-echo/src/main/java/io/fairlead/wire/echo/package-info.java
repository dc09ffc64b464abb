/** Echo protocol. */
@org.jspecify.annotations.NullMarked
package io.fairlead.wire.echo;
