/** What can go wrong, as eight kinds with a stable code each, mapped in one place per surface. */
@org.osgi.annotation.bundle.Export
@org.osgi.annotation.versioning.Version("1.0.0")
@org.jspecify.annotations.NullMarked
package io.fairlead.kernel.error;
