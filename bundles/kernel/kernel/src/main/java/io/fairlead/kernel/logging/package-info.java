@org.jspecify.annotations.NullMarked
package io.fairlead.kernel.logging;
