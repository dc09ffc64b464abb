package io.fairlead.kernel.access;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A user, without the password.
 *
 * @param name of the user
 * @param roles what the user may do, by name
 * @param enabled whether the user is let in
 * @param createdAt when the user was made
 * @param lastLogin when the user's password was last verified; null when it never was
 */
public record UserView(
    String name,
    List<String> roles,
    boolean enabled,
    Instant createdAt,
    @Nullable Instant lastLogin) {

  public UserView {
    roles = List.copyOf(roles);
  }
}
