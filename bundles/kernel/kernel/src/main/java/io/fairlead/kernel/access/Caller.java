package io.fairlead.kernel.access;

import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Somebody whose credentials were verified.
 *
 * @param name the user's name
 * @param roles the roles that the user had then
 * @param address where the request came from, as text
 * @param credential what was verified, for {@link Access#confirm} to tell whether it still holds;
 *     holds no secret and means nothing to others
 * @param until when the credential ends by itself; null when it does not
 */
public record Caller(
    String name, Set<String> roles, String address, String credential, @Nullable Instant until) {

  /** The role that may do everything; an operation that declares no role is this one's alone. */
  public static final String ADMIN = "admin";

  public Caller {
    roles = Set.copyOf(roles);
  }

  /** Somebody whose credential is nobody's to ask about. */
  public Caller(String name, Set<String> roles, String address) {
    this(name, roles, address, "", null);
  }
}
