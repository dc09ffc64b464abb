package io.fairlead.access;

import io.fairlead.kernel.access.Caller;
import io.fairlead.kernel.access.RoleView;
import io.fairlead.kernel.access.UserAdmin;
import io.fairlead.kernel.access.UserView;
import io.fairlead.kernel.audit.Act;
import io.fairlead.kernel.error.Conflict;
import io.fairlead.kernel.error.FairleadException;
import io.fairlead.kernel.error.Fault;
import io.fairlead.kernel.error.Forbidden;
import io.fairlead.kernel.error.NotFound;
import io.fairlead.kernel.instance.Instance;
import io.fairlead.kernel.settings.Rules;
import io.fairlead.kernel.settings.Setting;
import io.fairlead.kernel.settings.Setting.Type;
import io.fairlead.kernel.settings.SettingsSchema;
import io.fairlead.kernel.settings.SettingsValues;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Changes users, one change at a time. Key derivations run outside of that, so that nobody waits
 * for somebody else's.
 */
final class Administration implements UserAdmin {

  private static final Logger LOG = LoggerFactory.getLogger(Administration.class);

  /** So often at most a login makes the file be written. */
  private static final Duration NOTED_EVERY = Duration.ofMinutes(1);

  private static final Set<String> SHOWN = Set.of("name", "created_at", "last_login");

  private static final Setting ROLES =
      Setting.hot(
          "roles",
          Type.LIST,
          "",
          value ->
              value instanceof List<?> list && Roles.NAMES.containsAll(list)
                  ? null
                  : "some of " + String.join(", ", Roles.NAMES),
          "What the user may do: viewer, operator, admin; each may do what the ones before may.");

  private static final Setting ENABLED =
      Setting.hot("enabled", Type.BOOLEAN, "true", Setting.Rule.ANY, "Whether the user is let in.");

  private static final SettingsSchema CREATE =
      new SettingsSchema(
          List.of(
              Setting.hot(
                      "name",
                      Type.TEXT,
                      null,
                      Rules.matching(Users.NAME, "a-z, then up to 62 of a-z, 0-9 and _"),
                      "The name to log in with.")
                  .asRequired(),
              password("password", "The password."),
              ROLES,
              ENABLED),
          List.of());

  private static final SettingsSchema UPDATE =
      new SettingsSchema(List.of(ROLES, ENABLED), List.of());

  private static final SettingsSchema PASSWORD =
      new SettingsSchema(
          List.of(
              Setting.hot(
                      "current",
                      Type.TEXT,
                      null,
                      Setting.Rule.ANY,
                      "The password, as it is now, of who asks: of the user, or of the admin who"
                          + " gives somebody else a new one.")
                  .asRequired()
                  .asSecret(),
              password("new", "The password from now on.")),
          List.of());

  private final Instance instance;
  private final Users users;
  private final SecureRandom random;
  private final InstantSource clock;
  private final DeclaredRoles declared;
  private final FamiliarFile familiar;
  private final Door door;

  /** Admin as the environment says; null when it says nothing. */
  private volatile @Nullable User given;

  Administration(
      Instance instance,
      Users users,
      @Nullable User given,
      DeclaredRoles declared,
      Function<User, String> proofs,
      SecureRandom random,
      InstantSource clock,
      LongSupplier nanoTime) {
    this.instance = instance;
    this.users = users;
    this.given = given;
    this.declared = declared;
    this.random = random;
    this.clock = clock;
    this.familiar = new FamiliarFile(instance);
    this.door =
        new Door(
            this::letIn,
            this::loggedIn,
            PasswordHash.ofNobody(random),
            declared,
            proofs,
            familiar.familiar(),
            random,
            clock,
            nanoTime);
  }

  /** The user of that name, if there is one and is let in. */
  Optional<User> letIn(String name) {
    return known(name).filter(User::enabled);
  }

  /** For a timer: who was let in from where. */
  void writeFamiliar() {
    familiar.write();
  }

  /** Who comes in, by these users. */
  Door door() {
    return door;
  }

  @Override
  public List<UserView> list() {
    return effective().values().stream().map(User::view).toList();
  }

  @Override
  public Optional<UserView> find(String name) {
    return known(name).map(User::view);
  }

  @Override
  public SettingsSchema createSchema() {
    return CREATE;
  }

  @Override
  public SettingsSchema updateSchema() {
    return UPDATE;
  }

  @Override
  public SettingsSchema passwordSchema() {
    return PASSWORD;
  }

  @Override
  public UserView create(Map<String, ?> fields) {
    SettingsValues values = CREATE.read(CREATE.merge(Map.of(), fields, Set.of()));
    String name = values.text("name");
    refuseTaken(name);
    PasswordHash password = door.hash(name, (String) fields.get("password"), random);
    synchronized (this) {
      refuseTaken(name);
      User user =
          new User(
              name,
              Set.copyOf(values.list("roles")),
              values.bool("enabled"),
              clock.instant(),
              null,
              password);
      users.put(user);
      audited(name, null, fields(user));
      door.forget();
      LOG.info("user {} made, with roles {}", name, user.view().roles());
      return user.view();
    }
  }

  @Override
  public synchronized UserView update(String name, Map<String, ?> fields) {
    User before = existing(name);
    refuseGiven(name);
    SettingsValues values =
        UPDATE.read(
            UPDATE.merge(
                Map.of(
                    "roles", String.join(",", before.view().roles()),
                    "enabled", String.valueOf(before.enabled())),
                fields,
                SHOWN));
    User after =
        new User(
            name,
            Set.copyOf(values.list("roles")),
            values.bool("enabled"),
            before.createdAt(),
            before.lastLogin(),
            before.password());
    if (!after.equals(before)) {
      if (!after.isEnabledAdmin()) {
        refuseLastAdmin(before);
      }
      users.put(after);
      audited(name, fields(before), fields(after));
      door.forget();
      LOG.info(
          "user {} changed: roles {}, {}",
          name,
          after.view().roles(),
          after.enabled() ? "enabled" : "disabled");
    }
    return after.view();
  }

  @Override
  public synchronized void delete(String name) {
    User user = existing(name);
    refuseGiven(name);
    refuseLastAdmin(user);
    users.remove(name);
    audited(name, fields(user), null);
    door.forget();
    dropFirstPassword(name);
    LOG.info("user {} removed", name);
  }

  @Override
  public void changePassword(String name, Map<String, ?> fields) {
    Optional<Caller> by = Act.present().map(Act::caller);
    if (by.filter(caller -> !mayChange(caller, name)).isPresent()) {
      throw new Forbidden("changePassword: of somebody else needs the role " + Caller.ADMIN);
    }
    User before = existing(name);
    refuseGiven(name);
    PASSWORD.merge(Map.of(), fields, Set.of());
    prove(by, before, (String) fields.get("current"));
    PasswordHash password = door.hash(name, (String) fields.get("new"), random);
    synchronized (this) {
      User now = existing(name);
      if (now.password() != before.password()) {
        throw new Conflict("the password of " + name + " was changed in the meantime");
      }
      users.put(now.with(password));
      audited(name, Map.of("password", "***"), Map.of("password", "***"));
      door.forget();
      dropFirstPassword(name);
      LOG.info("the password of {} was changed", name);
    }
  }

  /**
   * Who changes a password says the own one, so that whoever has only got hold of an admin's token
   * takes no account with it. At the shell's socket somebody is an account of the system, whatever
   * the name, and has no password here: that of the user is good there, or of any enabled admin.
   */
  private void prove(Optional<Caller> by, User user, String current) {
    String guesser = by.map(Caller::name).orElse(user.name());
    if (by.filter(caller -> caller.credential().isEmpty()).isPresent()) {
      List<User> any =
          Stream.concat(Stream.of(user), effective().values().stream().filter(User::isEnabledAdmin))
              .distinct()
              .toList();
      if (!door.proves(any, current, guesser)) {
        throw new Forbidden(
            "current: not the password of " + user.name() + ", nor that of an admin");
      }
    } else if (guesser.equals(user.name())) {
      if (!door.proves(List.of(user), current, guesser)) {
        throw new Forbidden("current: not the password of " + user.name());
      }
    } else if (!door.proves(letIn(guesser).stream().toList(), current, guesser)) {
      throw new Forbidden("current: not the password of " + guesser + ", who asks");
    }
  }

  private static boolean mayChange(Caller caller, String name) {
    return caller.name().equals(name) || caller.roles().contains(Caller.ADMIN);
  }

  @Override
  public List<RoleView> roles() {
    return Roles.views(declared.all());
  }

  /** The user of that name, let in or not. */
  Optional<User> known(String name) {
    User admin = given;
    return admin != null && admin.name().equals(name) ? Optional.of(admin) : users.find(name);
  }

  private static void audited(
      String name, @Nullable Map<String, String> before, @Nullable Map<String, String> after) {
    Act.present().ifPresent(act -> act.changed(name, before, after));
  }

  private static Map<String, String> fields(User user) {
    return Map.of(
        "roles", String.join(",", user.view().roles()), "enabled", String.valueOf(user.enabled()));
  }

  private Map<String, User> effective() {
    Map<String, User> all = new TreeMap<>();
    users.all().forEach(user -> all.put(user.name(), user));
    User admin = given;
    if (admin != null) {
      all.put(admin.name(), admin);
    }
    return all;
  }

  private User existing(String name) {
    return known(name)
        .orElseThrow(() -> new NotFound("user " + new Fault("", name, "").value() + ": unknown"));
  }

  private void refuseTaken(String name) {
    if (known(name).isPresent()) {
      throw new Conflict("user " + name + ": there is one of that name");
    }
  }

  private void refuseGiven(String name) {
    User admin = given;
    if (admin != null && admin.name().equals(name)) {
      throw new Conflict(
          "user "
              + name
              + ": cannot be changed while the environment sets "
              + AccessComponent.ENVIRONMENT);
    }
  }

  private void refuseLastAdmin(User user) {
    if (user.isEnabledAdmin()
        && effective().values().stream()
            .noneMatch(other -> !other.name().equals(user.name()) && other.isEnabledAdmin())) {
      throw new Conflict("user " + user.name() + ": the last enabled admin stays");
    }
  }

  /** What the first start wrote is of no use once it is no password any more. */
  private void dropFirstPassword(String name) {
    if (name.equals(FirstPassword.ADMIN)) {
      try {
        Files.deleteIfExists(FirstPassword.file(instance));
      } catch (IOException e) {
        LOG.warn("{} is out of date and could not be removed", FirstPassword.file(instance), e);
      }
    }
  }

  /** A login counts whether or not it can be noted. */
  private synchronized void loggedIn(String name) {
    Instant now = clock.instant();
    User admin = given;
    if (admin != null && admin.name().equals(name)) {
      given = admin.seen(now);
      return;
    }
    try {
      users
          .find(name)
          .filter(
              user -> user.lastLogin() == null || !now.isBefore(user.lastLogin().plus(NOTED_EVERY)))
          .ifPresent(user -> users.put(user.seen(now)));
    } catch (FairleadException | UncheckedIOException e) {
      LOG.warn("the login of {} could not be noted: {}", name, e.getMessage());
    }
  }

  private static Setting password(String name, String description) {
    return Setting.hot(
            name,
            Type.TEXT,
            null,
            value ->
                value instanceof String text
                        && text.length() >= 8
                        && text.length() <= 256
                        && PasswordHash.isText(text)
                    ? null
                    : "8 to 256 characters, none of them a control character or half of one",
            description)
        .asRequired()
        .asSecret();
  }
}
