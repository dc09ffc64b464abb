/**
 * The parts of the kernel that hold an instance together: its folders, numbers, events, readiness
 * and end.
 */
@org.jspecify.annotations.NullMarked
package io.fairlead.kernel.runtime;
