/** Session. */
@org.jspecify.annotations.NullMarked
package io.fairlead.session;
