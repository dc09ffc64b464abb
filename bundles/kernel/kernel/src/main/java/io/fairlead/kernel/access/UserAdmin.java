package io.fairlead.kernel.access;

import io.fairlead.kernel.error.Conflict;
import io.fairlead.kernel.error.Forbidden;
import io.fairlead.kernel.error.Invalid;
import io.fairlead.kernel.error.NotFound;
import io.fairlead.kernel.settings.SettingsSchema;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;

/**
 * The users and their roles. A change is durable when it returns, and takes hold with the next
 * request of the user. While {@code FAIRLEAD_ADMIN_PASSWORD} is set, admin is as that says and
 * cannot be changed.
 */
@ProviderType
public interface UserAdmin {

  /** All users, by name. */
  List<UserView> list();

  /** The user of that name. */
  Optional<UserView> find(String name);

  /** The fields of a new user, for documents. */
  SettingsSchema createSchema();

  /** The fields of a change of a user, for documents. */
  SettingsSchema updateSchema();

  /** The fields of a change of a password, for documents. */
  SettingsSchema passwordSchema();

  /**
   * Makes a user.
   *
   * @param fields in REST's names
   * @throws Invalid naming every wrong field
   * @throws Conflict when the name is taken
   */
  UserView create(Map<String, ?> fields);

  /**
   * Changes a user; a field left out keeps its value.
   *
   * @throws NotFound when there is none of that name
   * @throws Invalid naming every wrong field
   * @throws Conflict when no enabled admin would be left
   */
  UserView update(String name, Map<String, ?> fields);

  /**
   * Removes a user.
   *
   * @throws NotFound when there is none of that name
   * @throws Conflict when no enabled admin would be left
   */
  void delete(String name);

  /**
   * Exchanges a password: one's own, or as an admin anybody's, as when it is lost. {@code current}
   * is the password of who asks, not of whom it is for; where that is an account of the system and
   * no user, as at the shell's socket, it is the user's or any enabled admin's. Blocks for key
   * derivations, mostly two. The logins of the user end.
   *
   * @throws NotFound when there is none of that name
   * @throws Invalid naming every wrong field
   * @throws Forbidden when the current password is another, or somebody who is no admin asks for
   *     somebody else
   */
  void changePassword(String name, Map<String, ?> fields);

  /** The roles there are, the least first. */
  List<RoleView> roles();
}
