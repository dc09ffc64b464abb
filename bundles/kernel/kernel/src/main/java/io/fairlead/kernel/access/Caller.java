package io.fairlead.kernel.access;

import java.util.Set;

/**
 * Somebody whose credentials were verified.
 *
 * @param name the user's name
 * @param roles the roles that the user has now
 * @param address where the request came from, as text
 */
public record Caller(String name, Set<String> roles, String address) {

  /** The role that may do everything; an operation that declares no role is this one's alone. */
  public static final String ADMIN = "admin";

  public Caller {
    roles = Set.copyOf(roles);
  }
}
