/**
 * Who changed what: every change, and every refused attempt at one, becomes a record.
 *
 * <p>Whoever lets requests in begins an {@link io.fairlead.kernel.audit.Act} before the operation
 * and ends it before the answer; whoever stores something tells the act that is present on its
 * thread what was there before and after. So an operation has nothing to do for its record, and
 * cannot forget it.
 */
@org.osgi.annotation.bundle.Export
@org.osgi.annotation.versioning.Version("1.0.0")
@org.jspecify.annotations.NullMarked
package io.fairlead.kernel.audit;
