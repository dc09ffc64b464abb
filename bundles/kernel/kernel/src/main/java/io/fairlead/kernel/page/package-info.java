/** Lists that can grow without bound are shown in pages, on every surface by the same rules. */
@org.osgi.annotation.bundle.Export
@org.osgi.annotation.versioning.Version("1.0.0")
@org.jspecify.annotations.NullMarked
package io.fairlead.kernel.page;
