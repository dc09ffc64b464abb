/**
 * A bundle that the tests put into {@code deploy/}, to see and steer the framework from outside.
 * Imports nothing but the framework.
 */
@org.jspecify.annotations.NullMarked
package io.fairlead.itests.inside;
