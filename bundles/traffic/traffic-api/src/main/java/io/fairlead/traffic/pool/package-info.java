/** The pools: finding one, borrowing from it, seeing and setting everything about it. */
@org.osgi.annotation.bundle.Export
@org.osgi.annotation.versioning.Version("1.0.0")
@org.jspecify.annotations.NullMarked
package io.fairlead.traffic.pool;
