/**
 * The shell's side of everything that the surfaces have: a command for each operation, called by
 * the operation's name, and a door to Karaf's shell through a Unix socket that only the server's
 * user can open.
 */
@org.jspecify.annotations.NullMarked
package io.fairlead.shell;
