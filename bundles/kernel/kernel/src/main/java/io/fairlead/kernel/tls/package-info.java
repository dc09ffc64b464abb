/**
 * TLS from PEM files, once for everything that listens: what the settings are, how the files are
 * read, and how new ones come into force without a connection being dropped. JDK only, so that
 * Netty and Jetty are handed the same engines.
 */
@org.osgi.annotation.bundle.Export
@org.osgi.annotation.versioning.Version("1.0.0")
@org.jspecify.annotations.NullMarked
package io.fairlead.kernel.tls;
