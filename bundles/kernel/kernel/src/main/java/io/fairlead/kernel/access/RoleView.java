package io.fairlead.kernel.access;

import java.util.List;

/**
 * A role and what it may do.
 *
 * @param name of the role
 * @param operations operationIds by name; {@code *} for all there are
 */
public record RoleView(String name, List<String> operations) {

  public RoleView {
    operations = List.copyOf(operations);
  }
}
