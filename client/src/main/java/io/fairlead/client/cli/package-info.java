/** The client on the command line. */
@org.jspecify.annotations.NullMarked
package io.fairlead.client.cli;
