/** The event bus, a thin door to OSGi Typed Event that costs nothing when nobody listens. */
@org.osgi.annotation.bundle.Export
@org.osgi.annotation.versioning.Version("1.0.0")
@org.jspecify.annotations.NullMarked
package io.fairlead.kernel.event;
