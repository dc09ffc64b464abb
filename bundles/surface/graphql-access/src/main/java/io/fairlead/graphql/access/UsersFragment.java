package io.fairlead.graphql.access;

import io.fairlead.graphql.spi.Argument;
import io.fairlead.graphql.spi.Arguments;
import io.fairlead.graphql.spi.FragmentBuilder;
import io.fairlead.graphql.spi.GraphqlFragment;
import io.fairlead.graphql.spi.SettingsInput;
import io.fairlead.graphql.spi.Shape;
import io.fairlead.kernel.access.RoleView;
import io.fairlead.kernel.access.UserAdmin;
import io.fairlead.kernel.access.UserView;
import java.util.Map;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Who is let in, and what each may do. */
@Component(property = "fairlead.graphql=users")
public final class UsersFragment implements GraphqlFragment {

  private static final Argument NAME = Argument.of("name", Shape.STRING.required());
  private static final Shape USER = Shape.of(UserView.class);

  private final UserAdmin users;
  private final SettingsInput create;
  private final SettingsInput update;
  private final SettingsInput password;

  @Activate
  public UsersFragment(@Reference UserAdmin users) {
    this.users = users;
    this.create = new SettingsInput("UserInput", users.createSchema(), Map.of());
    this.update = new SettingsInput("UserChange", users.updateSchema(), Map.of());
    this.password = new SettingsInput("PasswordChange", users.passwordSchema(), Map.of());
  }

  @Override
  public void describe(FragmentBuilder fragment) {
    fragment
        .type(UserView.class, "User")
        .type(RoleView.class, "Role")
        .query("users", USER.list().required(), "All users, by name.", arguments -> users.list())
        .query(
            "user",
            USER,
            "One user; null when there is none of that name.",
            arguments -> users.find(arguments.text("name")).orElse(null),
            NAME)
        .query(
            "roles",
            Shape.of(RoleView.class).list().required(),
            "The roles there are, the least first, and what each may do.",
            arguments -> users.roles())
        .mutation(
            "createUser",
            USER.required(),
            "Makes a user.",
            arguments -> create.apply(arguments.object("user"), users::create),
            Argument.of("user", create.shape().required()))
        .mutation(
            "updateUser",
            USER.required(),
            "Changes a user's roles, lets the user in or not; a field left out keeps its value.",
            this::update,
            NAME,
            Argument.of("change", update.shape().required()))
        .mutation("deleteUser", Shape.BOOLEAN.required(), "Removes a user.", this::delete, NAME)
        .mutation(
            "changePassword",
            Shape.BOOLEAN.required(),
            "Exchanges a password: one's own, or as an admin anybody's; current is the password of who"
                + " asks. All logins of the user end.",
            this::changePassword,
            NAME,
            Argument.of("change", password.shape().required()));
  }

  private Object update(Arguments arguments) {
    return update.apply(
        arguments.object("change"), change -> users.update(arguments.text("name"), change));
  }

  private Object delete(Arguments arguments) {
    users.delete(arguments.text("name"));
    return true;
  }

  private Object changePassword(Arguments arguments) {
    return password.apply(
        arguments.object("change"),
        change -> {
          users.changePassword(arguments.text("name"), change);
          return true;
        });
  }
}
