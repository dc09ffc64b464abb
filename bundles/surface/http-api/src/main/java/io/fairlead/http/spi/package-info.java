/**
 * Who wants to know of each request that REST and GraphQL have answered.
 *
 * <p><b>What for.</b> A {@link io.fairlead.http.spi.RequestListener} is an OSGi service; tracing is
 * one. While there is none, a request costs a look at an empty list. <b>Who calls.</b> The
 * surfaces' hosts, on the thread of the HTTP server that completed the answer, several at a time,
 * holding no lock; the client may have its answer already. <b>What it may block on.</b> Nothing.
 * One that throws harms no request; the log says so. <b>When it goes.</b> Requests that are
 * answered from then on are told to nobody; a call that began before may still come in while its
 * service is taken away, and is to be harmless.
 *
 * <pre>{@code
 * @Component
 * public final class Slow implements RequestListener {
 *   @Override
 *   public void answered(AnsweredRequest request) {
 *     if (request.nanos() > 1_000_000_000L) {
 *       slow.increment();
 *     }
 *   }
 * }
 * }</pre>
 */
@org.osgi.annotation.bundle.Export
@org.osgi.annotation.versioning.Version("1.0.0")
@org.jspecify.annotations.NullMarked
package io.fairlead.http.spi;
