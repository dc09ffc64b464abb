/** The REST host: door, limits, whiteboard, JSON, problem details. */
@org.jspecify.annotations.NullMarked
package io.fairlead.rest.host;
