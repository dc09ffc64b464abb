package io.fairlead.access;

import java.util.Set;

/** Somebody with a password and roles. */
record User(String name, Set<String> roles, PasswordHash password) {

  User {
    roles = Set.copyOf(roles);
  }
}
