package io.fairlead.access;

import io.fairlead.kernel.access.Access;
import io.fairlead.kernel.access.Caller;
import io.fairlead.kernel.instance.Instance;
import java.io.IOException;
import java.security.SecureRandom;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@link Access} with the users of this instance. {@code FAIRLEAD_ADMIN_PASSWORD}, when set, is
 * admin's password for as long as the process lives, whatever is stored. A file of users that
 * cannot be read lets nobody in, that one apart.
 */
@Component(service = Access.class, immediate = true)
public final class AccessComponent implements Access {

  static final String ENVIRONMENT = "FAIRLEAD_ADMIN_PASSWORD";

  private static final Logger LOG = LoggerFactory.getLogger(AccessComponent.class);

  private final Door door;

  @Activate
  public AccessComponent(@Reference Instance instance) {
    this(instance, System.getenv(ENVIRONMENT), new SecureRandom());
  }

  AccessComponent(Instance instance, @Nullable String adminPassword, SecureRandom random) {
    Users users = new Users(instance);
    boolean given = adminPassword != null && !adminPassword.isEmpty();
    boolean readable = true;
    boolean first = false;
    try {
      first = !users.load();
    } catch (IOException e) {
      readable = false;
      LOG.error("nobody is known: {}", e.getMessage());
    }
    if (readable && first && !given) {
      FirstPassword.make(instance, users, random);
    }
    this.door =
        new Door(
            given ? withAdmin(users::find, adminPassword, random) : users::find,
            PasswordHash.ofNobody(random),
            random,
            System::nanoTime);
    if (given) {
      LOG.info("the password of {} is that of {}", FirstPassword.ADMIN, ENVIRONMENT);
    }
  }

  @Override
  public Caller authenticate(@Nullable String authorization, String address) {
    return door.authenticate(authorization, address);
  }

  @Override
  public void authorize(Caller caller, String operation) {
    door.authorize(caller, operation);
  }

  private static Function<String, Optional<User>> withAdmin(
      Function<String, Optional<User>> stored, @Nullable String password, SecureRandom random) {
    User admin =
        new User(
            FirstPassword.ADMIN,
            Set.of(Caller.ADMIN),
            PasswordHash.of(String.valueOf(password), random));
    return name -> name.equals(FirstPassword.ADMIN) ? Optional.of(admin) : stored.apply(name);
  }
}
