/**
 * Numbers that parts tell about themselves, for whoever collects them.
 *
 * <p><b>What for.</b> A {@link io.fairlead.kernel.metric.MetricSource} is an OSGi service; what is
 * deployed decides what is measured, and nothing is measured twice: a source reads what its part
 * counts anyway. <b>Who calls.</b> The collector, on a thread of its HTTP server, at each scrape,
 * several at a time. <b>What it may block on.</b> Nothing: it answers from memory. One that throws
 * is left out of that scrape, and the plug-in report says so. <b>When it goes.</b> Its families are
 * in no further scrape. When the collector goes, nobody asks any more; no number is lost, as all
 * are kept by the parts.
 *
 * <pre>{@code
 * @Component
 * public final class Leases implements MetricSource {
 *   @Override
 *   public List<Metric> metrics() {
 *     return List.of(Metric.gauge("fairlead_port_leases", "Ports that are leased.", ports.leased()));
 *   }
 * }
 * }</pre>
 */
@org.osgi.annotation.bundle.Export
@org.osgi.annotation.versioning.Version("1.0.0")
@org.jspecify.annotations.NullMarked
package io.fairlead.kernel.metric;
