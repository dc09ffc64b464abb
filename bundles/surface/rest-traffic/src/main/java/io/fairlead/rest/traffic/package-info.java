/** Traffic over REST. */
@org.jspecify.annotations.NullMarked
package io.fairlead.rest.traffic;
