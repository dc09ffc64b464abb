/** Users and roles over REST. */
@org.jspecify.annotations.NullMarked
package io.fairlead.rest.access;
