package io.fairlead.access;

import io.fairlead.kernel.access.Access;
import io.fairlead.kernel.access.AccessConfig;
import io.fairlead.kernel.access.Caller;
import io.fairlead.kernel.access.Logins;
import io.fairlead.kernel.access.RoleView;
import io.fairlead.kernel.access.UserAdmin;
import io.fairlead.kernel.access.UserView;
import io.fairlead.kernel.audit.Audit;
import io.fairlead.kernel.error.FairleadException;
import io.fairlead.kernel.instance.Instance;
import io.fairlead.kernel.metric.Metric;
import io.fairlead.kernel.metric.MetricSource;
import io.fairlead.kernel.settings.SettingsSchema;
import java.io.IOException;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;
import java.util.function.Function;
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
    service = {Access.class, UserAdmin.class, Logins.class, MetricSource.class},
    immediate = true)
public final class AccessComponent implements Access, UserAdmin, Logins, MetricSource {

  static final String ENVIRONMENT = "FAIRLEAD_ADMIN_PASSWORD";

  private static final String BEARER = "Bearer ";
  private static final long UPKEEP_SECONDS = 10;
  private static final Logger LOG = LoggerFactory.getLogger(AccessComponent.class);

  private final Administration administration;
  private final AccessSettings settings;
  private final DeclaredRoles declared;
  private final RefusedAtTheDoor refusals;
  private final LoginDesk desk;
  private final ScheduledThreadPoolExecutor upkeep =
      new ScheduledThreadPoolExecutor(1, AccessComponent::upkeepThread);
  private final AuthenticationMeter meter = new AuthenticationMeter();

  @Activate
  public AccessComponent(
      BundleContext context,
      @Reference Instance instance,
      @Reference AccessSettings settings,
      @Reference Audit audit) {
    this(
        instance,
        settings,
        audit,
        System.getenv(ENVIRONMENT),
        DeclaredRoles.of(context),
        new SecureRandom(),
        InstantSource.system(),
        System::nanoTime);
    upkeep.scheduleWithFixedDelay(this::upkeep, UPKEEP_SECONDS, UPKEEP_SECONDS, TimeUnit.SECONDS);
  }

  AccessComponent(
      Instance instance,
      AccessSettings settings,
      Audit audit,
      @Nullable String adminPassword,
      DeclaredRoles declared,
      SecureRandom random,
      InstantSource clock,
      LongSupplier nanoTime) {
    this.declared = declared;
    this.settings = settings;
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
    Proofs proofs = new Proofs(Keys.of(instance, "proofs of passwords"));
    String givenProof = given ? proofs.ofGiven(String.valueOf(adminPassword)) : "";
    Function<User, String> proofOf =
        user ->
            given && user.name().equals(FirstPassword.ADMIN)
                ? givenProof
                : proofs.of(user.password());
    this.administration =
        new Administration(
            instance,
            users,
            given ? admin(String.valueOf(adminPassword), instance, users, random) : null,
            declared,
            proofOf,
            random,
            clock,
            nanoTime);
    this.desk =
        new LoginDesk(
            administration.door(),
            administration::letIn,
            proofOf,
            new TokenSigner(Keys.of(instance, "tokens"), clock),
            new LoginBook(instance, clock),
            random,
            clock,
            settings::times);
    this.refusals = new RefusedAtTheDoor(audit, administration::known);
    if (given) {
      LOG.info("the password of {} is that of {}", FirstPassword.ADMIN, ENVIRONMENT);
    }
  }

  @Deactivate
  void close() {
    upkeep.shutdown();
    upkeep();
    declared.close();
  }

  @Override
  public Caller authenticate(@Nullable String authorization, String address) {
    return caller(authorization, address, desk::caller);
  }

  @Override
  public Caller authenticateForLogout(
      @Nullable String authorization, @Nullable X509Certificate certificate, String address) {
    return authorization == null
        ? authenticate(null, certificate, address)
        : caller(authorization, address, desk::callerForLogout);
  }

  /**
   * @param byToken who somebody with a token is, by that and the address
   */
  private Caller caller(
      @Nullable String authorization, String address, BiFunction<String, String, Caller> byToken) {
    try {
      return meter.counted(
          authorization != null,
          () ->
              authorization != null
                      && authorization.regionMatches(true, 0, BEARER, 0, BEARER.length())
                  ? byToken.apply(authorization.substring(BEARER.length()).trim(), address)
                  : administration.door().authenticate(authorization, address));
    } catch (FairleadException e) {
      refusals.note(authorization, address, e.code());
      throw e;
    }
  }

  @Override
  public Caller certified(X509Certificate certificate, String address) {
    return administration.door().certified(certificate, address);
  }

  @Override
  public List<Metric> metrics() {
    return List.of(meter.metric());
  }

  @Override
  public void authorize(Caller caller, String operation) {
    administration.door().authorize(caller, operation);
  }

  @Override
  public void confirm(Caller caller, String operation) {
    if (caller.credential().startsWith(LoginDesk.CREDENTIAL)) {
      User user = desk.confirm(caller);
      authorize(new Caller(user.name(), user.roles(), caller.address()), operation);
    } else {
      administration.door().confirm(caller, operation);
    }
  }

  @Override
  public Logins.Tokens login(String user, String password, String address) {
    refusals.nameInAct(user);
    return meter.counted(true, () -> desk.login(user, password, address));
  }

  @Override
  public Logins.Tokens refresh(String refreshToken) {
    return desk.refresh(refreshToken);
  }

  @Override
  public void logout(Caller caller) {
    desk.logout(caller);
  }

  @Override
  public AccessConfig accessConfig() {
    return settings.config();
  }

  @Override
  public SettingsSchema accessConfigSchema() {
    return AccessSettings.SCHEMA;
  }

  @Override
  public AccessConfigChanged updateAccessConfig(Map<String, ?> patch, Optional<String> ifMatch) {
    return settings.update(patch, ifMatch);
  }

  @Override
  public Validity validate(Caller caller) {
    return desk.validate(caller);
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
    UserView user = administration.update(name, fields);
    if (!user.enabled()) {
      desk.endAllOf(name);
    }
    return user;
  }

  @Override
  public void delete(String name) {
    administration.delete(name);
    desk.endAllOf(name);
  }

  @Override
  public void changePassword(String name, Map<String, ?> fields) {
    administration.changePassword(name, fields);
  }

  @Override
  public List<RoleView> roles() {
    return administration.roles();
  }

  private void upkeep() {
    desk.writeAgain();
    administration.writeFamiliar();
  }

  private static Thread upkeepThread(Runnable work) {
    Thread thread = new Thread(work, "fairlead-access-upkeep");
    thread.setDaemon(true);
    return thread;
  }

  private static User admin(String password, Instance instance, Users users, SecureRandom random) {
    return new User(
        FirstPassword.ADMIN,
        Set.of(Caller.ADMIN),
        users.find(FirstPassword.ADMIN).map(User::createdAt).orElse(instance.startedAt()),
        PasswordHash.of(password, random));
  }
}
