/**
 * What a bundle needs to show something over REST.
 *
 * <p>For: a bundle registers JAX-RS resources as services marked with {@link
 * io.fairlead.rest.Rest}; they answer below {@code /api/v1}. The host brings authentication,
 * authorisation, limits, JSON and problem details.
 *
 * <p>Threads: resource methods are called on the HTTP server's threads, many at a time. They may
 * block for a second at most and never return anything asynchronous.
 *
 * <p>When a resource goes away its paths still answer for a moment with the object that was there,
 * so that an update shows no gap; then they answer 404. Whatever runs at a change ends on the
 * objects it began with. Nothing else notices.
 *
 * <p>A resource that breaks a rule (no {@code operationId}, one that is taken, a path that another
 * has) is left out and shown by {@code GET /api/v1/plugins} with the reason; the others serve on.
 *
 * <pre>{@code
 * @Component(service = HelloResource.class)
 * @Rest("hello")
 * @Path("/hello")
 * @Produces(MediaType.APPLICATION_JSON)
 * public final class HelloResource {
 *   @GET
 *   @Operation(operationId = "hello")
 *   public Map<String, String> hello() {
 *     return Map.of("text", "hello");
 *   }
 * }
 * }</pre>
 */
@org.osgi.annotation.bundle.Export
@org.osgi.annotation.versioning.Version("1.0.0")
@org.jspecify.annotations.NullMarked
package io.fairlead.rest;
