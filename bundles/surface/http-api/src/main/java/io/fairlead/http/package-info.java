/**
 * What all that is served over HTTP shares: who may ask from where ({@link
 * io.fairlead.http.Sites}), bodies that nobody waits for ({@link io.fairlead.http.Bodies}), the
 * headers of every answer, and the contracts of the surfaces' own settings.
 */
@org.osgi.annotation.bundle.Export
@org.osgi.annotation.versioning.Version("1.0.0")
@org.jspecify.annotations.NullMarked
package io.fairlead.http;
