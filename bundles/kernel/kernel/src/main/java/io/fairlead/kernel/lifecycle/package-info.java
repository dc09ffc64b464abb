/** Stopping in order: SIGTERM, Ctrl-C and the shell's shutdown are one. */
@org.osgi.annotation.bundle.Export
@org.osgi.annotation.versioning.Version("1.0.0")
@org.jspecify.annotations.NullMarked
package io.fairlead.kernel.lifecycle;
