/**
 * Where a pool's connections come from.
 *
 * <p><b>What for.</b> A {@link io.fairlead.traffic.pool.spi.ConnectionSource} opens connections to
 * one kind of server; a pool names it by its {@code driver} setting. <b>Who calls, on which
 * thread.</b> The pool: {@code open}, {@code validate}, {@code reset}, {@code close} on threads of
 * its own for that, {@code execute} and the transaction calls on its executor, {@code cancel} on
 * its cancel thread. No thread is ever interrupted. <b>What may block.</b> All of it but the plain
 * getters. <b>What happens when it disappears.</b> Running work gets a deadline, then an error; new
 * requests wait within their own deadline and then learn which driver is missing; the pool says
 * {@code no_driver}; when a source for the driver is back, the pool fills again. <b>Smallest
 * example.</b> A component with {@code @Component(property = ConnectionSource.DRIVER +
 * "=com.example.Driver")} whose {@code open} returns a {@code ServerConnection}.
 *
 * <p>A connection through JDBC has a {@link io.fairlead.traffic.pool.spi.JdbcAccess}: by it the
 * pool's DataSource lets Java code work with the driver's connection, on the thread of whoever
 * does, and what was done is taken back by {@code reset}. It goes with its connection.
 *
 * <p>A {@link io.fairlead.traffic.pool.spi.PartitionRouter} says which partition a loan belongs to,
 * for pools whose {@code partitioning.routing} is its name. Called on the thread that asks for a
 * connection, which may be an event loop: it must not block. When it disappears, what it has not
 * answered before is of an unknown partition.
 */
@org.osgi.annotation.bundle.Export
@org.osgi.annotation.versioning.Version("1.0.0")
@org.jspecify.annotations.NullMarked
package io.fairlead.traffic.pool.spi;
