/** The audit's files: written, rotated, read. */
@org.jspecify.annotations.NullMarked
package io.fairlead.access.audit;
