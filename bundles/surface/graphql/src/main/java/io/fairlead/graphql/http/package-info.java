/** Operations over HTTP: one answer as JSON, or many as server-sent events. */
@org.jspecify.annotations.NullMarked
package io.fairlead.graphql.http;
