/**
 * Who may come in: users with hashed passwords, and HTTP Basic.
 *
 * <p>A request passes these, cheapest first: the header's shape ({@link
 * io.fairlead.access.BasicHeader}), a credential that was verified within the last minute ({@link
 * io.fairlead.access.Remembered}), the address's allowance of wrong guesses ({@link
 * io.fairlead.access.Attempts}), one of two places at the key derivation ({@link
 * io.fairlead.access.Derivations}).
 */
@org.jspecify.annotations.NullMarked
package io.fairlead.access;
