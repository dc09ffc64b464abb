/** REST host. */
@org.jspecify.annotations.NullMarked
package io.fairlead.rest;
