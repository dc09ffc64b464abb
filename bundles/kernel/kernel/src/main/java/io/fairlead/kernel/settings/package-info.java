/**
 * Settings declared once: reading them from files and from requests, checking, merging, writing.
 * Plain Java, no OSGi.
 */
@org.osgi.annotation.bundle.Export
@org.osgi.annotation.versioning.Version("1.0.0")
@org.jspecify.annotations.NullMarked
package io.fairlead.kernel.settings;
