package io.fairlead.shell;

import io.fairlead.kernel.access.UserAdmin;
import io.fairlead.kernel.access.UserView;
import io.fairlead.kernel.settings.SettingsSchema;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/** Who is let in, and what each may do. */
final class UserOperations {

  private final Supplier<Optional<UserAdmin>> users;

  UserOperations(Supplier<Optional<UserAdmin>> users) {
    this.users = users;
  }

  void describe(OperationTable table) {
    table.list(
        "users",
        "Who is let in",
        List.of(),
        List.of("name", "roles", "enabled", "created_at", "last_login"),
        a -> users().list());
    table.show(
        "user",
        "One user",
        "user",
        this::userNames,
        a -> OperationTable.found("user", a, users().find(a.target())));
    table.add(
        "createUser",
        "Makes a user",
        null,
        List::of,
        () -> fields(UserAdmin::createSchema),
        a -> users().create(a.patch(users().createSchema())));
    table.add(
        "updateUser",
        "Changes a user's roles, lets the user in or not",
        "user",
        this::userNames,
        () -> fields(UserAdmin::updateSchema),
        a -> users().update(a.target(), a.patch(users().updateSchema())));
    table.one(
        "deleteUser",
        "Removes a user",
        "user",
        this::userNames,
        a -> {
          users().delete(a.target());
          return null;
        });
    table.add(
        "changePassword",
        "Exchanges a user's password",
        "user",
        this::userNames,
        () -> fields(UserAdmin::passwordSchema),
        a -> {
          users().changePassword(a.target(), a.patch(users().passwordSchema()));
          return null;
        });
    table.list(
        "roles",
        "What each role may do",
        List.of(),
        List.of("name", "operations"),
        a -> users().roles());
  }

  private List<String> fields(Function<UserAdmin, SettingsSchema> schema) {
    return users.get().map(u -> OperationTable.names(schema.apply(u))).orElse(List.of());
  }

  private List<String> userNames() {
    return users.get().map(u -> u.list().stream().map(UserView::name).toList()).orElse(List.of());
  }

  private UserAdmin users() {
    return OperationTable.deployed("users", users.get());
  }
}
