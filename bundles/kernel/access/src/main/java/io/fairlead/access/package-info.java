/** Access. */
@org.jspecify.annotations.NullMarked
package io.fairlead.access;
