/** Who may come in and what they may do: the door that the surfaces knock at. */
@org.osgi.annotation.bundle.Export
@org.osgi.annotation.versioning.Version("1.3.0")
@org.jspecify.annotations.NullMarked
package io.fairlead.kernel.access;
