/**
 * Who wants to know of each statement that a client's session has had answered.
 *
 * <p><b>What for.</b> A {@link io.fairlead.traffic.session.spi.StatementListener} is an OSGi
 * service; tracing is one. While there is none, a statement costs a look at an empty list. <b>Who
 * calls.</b> Whoever answered the client: a thread of the pool's or an event loop, many at a time,
 * holding no lock, after the client was answered. <b>What it may block on.</b> Nothing; it may
 * stand on an event loop. One that throws harms no session; the log says so. <b>When it goes.</b>
 * Statements that begin from then on are told to nobody; a call that began before may still come in
 * while its service is taken away, and is to be harmless.
 *
 * <pre>{@code
 * @Component
 * public final class Slow implements StatementListener {
 *   @Override
 *   public void answered(AnsweredStatement statement) {
 *     if (statement.nanos() > 1_000_000_000L) {
 *       slow.increment();
 *     }
 *   }
 * }
 * }</pre>
 */
@org.osgi.annotation.bundle.Export
@org.osgi.annotation.versioning.Version("1.0.0")
@org.jspecify.annotations.NullMarked
package io.fairlead.traffic.session.spi;
