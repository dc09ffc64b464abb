/** Wire. */
@org.jspecify.annotations.NullMarked
package io.fairlead.wire;
