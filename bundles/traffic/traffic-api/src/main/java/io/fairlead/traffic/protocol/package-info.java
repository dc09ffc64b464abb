/**
 * Wire protocols as plug-ins.
 *
 * <p><b>What for.</b> A {@link io.fairlead.traffic.protocol.Protocol} turns a client's bytes into
 * requests to its session, and results into bytes. <b>Who calls, on which thread.</b> The bundle
 * {@code wire}, on the client's event loop. <b>What may block.</b> Nothing; results arrive on
 * threads of the pool's and go out through {@code Reply}. <b>What happens when it disappears.</b>
 * New clients are not offered it; open ones may finish what they are doing within the listener's
 * {@code drain_secs} and are then told and closed; every other protocol goes on. <b>Smallest
 * example.</b> The bundle {@code wire-echo}.
 */
@org.osgi.annotation.bundle.Export
@org.osgi.annotation.versioning.Version("1.0.0")
@org.jspecify.annotations.NullMarked
package io.fairlead.traffic.protocol;
