package io.fairlead.access;

import io.fairlead.kernel.access.Caller;
import io.fairlead.kernel.access.UserView;
import java.time.Instant;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Somebody with a password and roles. */
record User(
    String name,
    Set<String> roles,
    boolean enabled,
    Instant createdAt,
    @Nullable Instant lastLogin,
    PasswordHash password) {

  User {
    roles = Set.copyOf(roles);
  }

  /** Somebody new, who is let in. */
  User(String name, Set<String> roles, Instant createdAt, PasswordHash password) {
    this(name, roles, true, createdAt, null, password);
  }

  User with(PasswordHash other) {
    return new User(name, roles, enabled, createdAt, lastLogin, other);
  }

  User seen(Instant at) {
    return new User(name, roles, enabled, createdAt, at, password);
  }

  boolean isEnabledAdmin() {
    return enabled && roles.contains(Caller.ADMIN);
  }

  UserView view() {
    return new UserView(
        name, new TreeSet<>(roles).stream().toList(), enabled, createdAt, lastLogin);
  }
}
