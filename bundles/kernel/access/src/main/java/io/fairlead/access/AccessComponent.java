package io.fairlead.access;

import io.fairlead.kernel.access.Access;
import io.fairlead.kernel.access.Caller;
import io.fairlead.kernel.access.RoleView;
import io.fairlead.kernel.access.UserAdmin;
import io.fairlead.kernel.access.UserView;
import io.fairlead.kernel.instance.Instance;
import io.fairlead.kernel.settings.SettingsSchema;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@link Access} and {@link UserAdmin} with the users of this instance. {@code
 * FAIRLEAD_ADMIN_PASSWORD}, when set, is admin's password for as long as the process lives,
 * whatever is stored. A file of users that cannot be read lets nobody in, that one apart.
 */
@Component(
    service = {Access.class, UserAdmin.class},
    immediate = true)
public final class AccessComponent implements Access, UserAdmin {

  static final String ENVIRONMENT = "FAIRLEAD_ADMIN_PASSWORD";

  private static final Logger LOG = LoggerFactory.getLogger(AccessComponent.class);

  private final Administration administration;
  private final DeclaredRoles declared;

  @Activate
  public AccessComponent(BundleContext context, @Reference Instance instance) {
    this(
        instance,
        System.getenv(ENVIRONMENT),
        DeclaredRoles.of(context),
        new SecureRandom(),
        InstantSource.system(),
        System::nanoTime);
  }

  AccessComponent(
      Instance instance,
      @Nullable String adminPassword,
      DeclaredRoles declared,
      SecureRandom random,
      InstantSource clock,
      LongSupplier nanoTime) {
    this.declared = declared;
    Users users = new Users(instance);
    boolean given = adminPassword != null && !adminPassword.isEmpty();
    boolean readable = true;
    try {
      users.load();
    } catch (IOException e) {
      readable = false;
      LOG.error("nobody is known: {}", e.getMessage());
    }
    if (readable && !given && users.all().stream().noneMatch(User::isEnabledAdmin)) {
      FirstPassword.make(instance, users, random, clock);
    }
    this.administration =
        new Administration(
            instance,
            users,
            given ? admin(String.valueOf(adminPassword), instance, users, random) : null,
            declared,
            random,
            clock,
            nanoTime);
    if (given) {
      LOG.info("the password of {} is that of {}", FirstPassword.ADMIN, ENVIRONMENT);
    }
  }

  @Deactivate
  void close() {
    declared.close();
  }

  @Override
  public Caller authenticate(@Nullable String authorization, String address) {
    return administration.door().authenticate(authorization, address);
  }

  @Override
  public void authorize(Caller caller, String operation) {
    administration.door().authorize(caller, operation);
  }

  @Override
  public List<UserView> list() {
    return administration.list();
  }

  @Override
  public Optional<UserView> find(String name) {
    return administration.find(name);
  }

  @Override
  public SettingsSchema createSchema() {
    return administration.createSchema();
  }

  @Override
  public SettingsSchema updateSchema() {
    return administration.updateSchema();
  }

  @Override
  public SettingsSchema passwordSchema() {
    return administration.passwordSchema();
  }

  @Override
  public UserView create(Map<String, ?> fields) {
    return administration.create(fields);
  }

  @Override
  public UserView update(String name, Map<String, ?> fields) {
    return administration.update(name, fields);
  }

  @Override
  public void delete(String name) {
    administration.delete(name);
  }

  @Override
  public void changePassword(String name, Map<String, ?> fields) {
    administration.changePassword(name, fields);
  }

  @Override
  public List<RoleView> roles() {
    return administration.roles();
  }

  private static User admin(String password, Instance instance, Users users, SecureRandom random) {
    return new User(
        FirstPassword.ADMIN,
        Set.of(Caller.ADMIN),
        users.find(FirstPassword.ADMIN).map(User::createdAt).orElse(instance.startedAt()),
        PasswordHash.of(password, random));
  }
}
