/** A client of the native protocol, in plain Java. */
@org.jspecify.annotations.NullMarked
package io.fairlead.client;
