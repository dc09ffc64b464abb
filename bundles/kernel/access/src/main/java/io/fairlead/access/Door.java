package io.fairlead.access;

import io.fairlead.kernel.access.Access;
import io.fairlead.kernel.access.Caller;
import io.fairlead.kernel.access.ClientNetwork;
import io.fairlead.kernel.error.Forbidden;
import io.fairlead.kernel.error.Unauthenticated;
import io.fairlead.kernel.tls.ClientSubject;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** Authenticates and authorises; the logic behind {@link Access}, without OSGi. */
final class Door implements Access {

  private static final Duration REMEMBERED = Duration.ofMinutes(1);
  private static final int MOST_REMEMBERED = 1_000;
  private static final int MOST_WAITING = 16;
  private static final int MOST_WAITING_OF_ONE = 4;
  private static final long PATIENCE_MILLIS = 5_000;
  private static final int GUESSES = 20;
  private static final Duration REFILL = Duration.ofSeconds(3);
  private static final int MOST_ADDRESSES = 10_000;
  private static final String CREDENTIAL = "password ";

  /**
   * Names, known or not, are counted in so many places: bounded, and telling nothing about who is
   * known.
   */
  private static final int USER_KEYS = 4_096;

  private final Function<String, Optional<User>> users;
  private final Consumer<String> verified;
  private final PasswordHash nobody;
  private final DeclaredRoles roles;
  private final Function<User, String> proofs;
  private final InstantSource clock;
  private final Remembered remembered;
  private final Attempts attempts;
  private final Familiar familiar;
  private final Derivations strangers =
      new Derivations(1, MOST_WAITING, MOST_WAITING_OF_ONE, PATIENCE_MILLIS);

  /** Whoever floods the other lane does not keep out who has been let in before. */
  private final Derivations known =
      new Derivations(1, MOST_WAITING, MOST_WAITING_OF_ONE, PATIENCE_MILLIS);

  private final Map<ByteBuffer, CompletableFuture<Optional<PasswordHash>>> underWay =
      new ConcurrentHashMap<>();

  /**
   * @param users who is known, by name
   * @param verified told the name of whose password was verified
   * @param nobody the hash that an unknown user's password is held against, to cost the same;
   *     matches nothing
   * @param roles what bundles say about their operations
   * @param proofs what is kept of a user's password to see whether it was changed
   * @param familiar which user was let in from where
   */
  Door(
      Function<String, Optional<User>> users,
      Consumer<String> verified,
      PasswordHash nobody,
      DeclaredRoles roles,
      Function<User, String> proofs,
      Familiar familiar,
      SecureRandom random,
      InstantSource clock,
      LongSupplier nanoTime) {
    this.clock = clock;
    this.users = users;
    this.verified = verified;
    this.nobody = nobody;
    this.roles = roles;
    this.proofs = proofs;
    this.familiar = familiar;
    this.remembered = new Remembered(REMEMBERED, MOST_REMEMBERED, random, nanoTime);
    this.attempts = new Attempts(GUESSES, REFILL, MOST_ADDRESSES, nanoTime);
  }

  @Override
  public Caller authenticate(@Nullable String authorization, String address) {
    User user = prove(BasicHeader.parse(authorization), address);
    return new Caller(user.name(), user.roles(), address, credential(user), null);
  }

  /**
   * Who that is.
   *
   * @throws Unauthenticated when user and password are not known together
   */
  User prove(BasicHeader credential, String address) {
    if (!PasswordHash.isText(credential.password())) {
      // Nobody's; and in UTF-8 it would be taken for another that is remembered.
      throw wrong();
    }
    ByteBuffer token = remembered.token(credential);
    // Roles are those of now, not of when the credential was verified; a user who is gone, or has
    // got another password while the old one was verified, is nobody.
    Optional<PasswordHash> lately = remembered.matched(token);
    return lately
        .or(() -> Optional.of(guess(token, credential, address)))
        .flatMap(hash -> owner(credential.user(), hash))
        .orElseThrow(Door::wrong);
  }

  /** The user of that name, while that very hash is the one of the password. */
  private Optional<User> owner(String name, PasswordHash hash) {
    return users.apply(name).filter(user -> user.password() == hash);
  }

  @Override
  public Caller certified(X509Certificate certificate, String address) {
    // The handshake saw that it holds, but the connection may be an old one.
    Instant until = requireBefore(certificate.getNotAfter().toInstant());
    User user = users.apply(ClientSubject.user(certificate)).orElseThrow(Door::unnamed);
    verified.accept(user.name());
    return new Caller(user.name(), user.roles(), address, CERTIFICATE, until);
  }

  private static Unauthenticated unnamed() {
    return new Unauthenticated("the client's certificate names no user who is let in");
  }

  private String credential(User user) {
    return CREDENTIAL + proofs.apply(user);
  }

  @Override
  public void confirm(Caller caller, String operation) {
    if (caller.credential().equals(CERTIFICATE)) {
      confirmCertificate(caller, operation);
      return;
    }
    User user =
        users
            .apply(caller.name())
            .filter(known -> credential(known).equals(caller.credential()))
            .orElseThrow(
                () -> new Unauthenticated("the password was changed, or the user is gone"));
    authorize(new Caller(user.name(), user.roles(), caller.address()), operation);
  }

  private void confirmCertificate(Caller caller, String operation) {
    Instant until = caller.until();
    if (until != null) {
      requireBefore(until);
    }
    User user = users.apply(caller.name()).orElseThrow(Door::unnamed);
    authorize(new Caller(user.name(), user.roles(), caller.address()), operation);
  }

  private Instant requireBefore(Instant until) {
    if (!clock.instant().isBefore(until)) {
      throw new Unauthenticated("the client's certificate has ended");
    }
    return until;
  }

  /**
   * Guesses are counted by address and, over all addresses, by user. Where a user has been let in
   * before, only the guesses at that user from there count, so that nobody's guessing from
   * elsewhere or at others locks the owner out.
   *
   * @return the hash that the password matched
   */
  private PasswordHash guess(ByteBuffer token, BasicHeader credential, String from) {
    String address = ClientNetwork.of(from);
    String pair = credential.user() + " from " + address;
    boolean before = familiar.contains(pair);
    List<String> counted = before ? List.of(pair) : List.of(address, userKey(credential.user()));
    counted.forEach(attempts::check);
    Optional<PasswordHash> matched =
        before
            ? verifyOnce(token, credential, known, pair)
            : verifyOnce(token, credential, strangers, address);
    if (matched.isEmpty()) {
      counted.forEach(attempts::failed);
      throw wrong();
    }
    familiar.add(pair);
    return matched.get();
  }

  private static String userKey(String name) {
    return "user " + Math.floorMod(name.hashCode(), USER_KEYS);
  }

  @Override
  public void authorize(Caller caller, String operation) {
    if (Roles.needsNone(operation)) {
      return;
    }
    String needed = roles.needed(operation);
    if (!Roles.suffice(caller.roles(), needed)) {
      throw new Forbidden(operation + ": needs the role " + needed);
    }
  }

  /** After a change of users, passwords or roles. */
  void forget() {
    remembered.clear();
  }

  /**
   * Whether that is the password of one of these users; for those who are in already. Somebody's
   * wrong guesses are limited, whosever password is guessed at, and are nobody else's.
   */
  boolean proves(List<User> users, String password, String guesser) {
    String guessed = "a password, by " + guesser;
    attempts.check(guessed);
    boolean right =
        known.run(
            guessed, () -> users.stream().anyMatch(user -> user.password().matches(password)));
    if (!right) {
      attempts.failed(guessed);
    }
    return right;
  }

  /** The hash of a new password, behind the same door as all derivations. */
  PasswordHash hash(String name, String password, SecureRandom random) {
    AtomicReference<PasswordHash> hash = new AtomicReference<>();
    known.run(
        "a new password of " + name,
        () -> {
          hash.set(PasswordHash.of(password, random));
          return true;
        });
    return Objects.requireNonNull(hash.get());
  }

  /** Requests that bring the same credential at the same time share one key derivation. */
  private Optional<PasswordHash> verifyOnce(
      ByteBuffer token, BasicHeader credential, Derivations lane, String place) {
    CompletableFuture<Optional<PasswordHash>> mine = new CompletableFuture<>();
    CompletableFuture<Optional<PasswordHash>> other = underWay.putIfAbsent(token, mine);
    if (other != null) {
      return joined(other);
    }
    long epoch = remembered.epoch();
    try {
      // Another may have been done between the first look and this one.
      Optional<PasswordHash> matched = remembered.matched(token);
      if (matched.isEmpty()) {
        matched = verify(credential, lane, place);
        matched.ifPresent(hash -> remembered.add(token, hash, epoch));
      }
      mine.complete(matched);
      return matched;
    } catch (RuntimeException e) {
      mine.completeExceptionally(e);
      throw e;
    } finally {
      underWay.remove(token, mine);
    }
  }

  private static Optional<PasswordHash> joined(CompletableFuture<Optional<PasswordHash>> other) {
    try {
      return other.join();
    } catch (CompletionException e) {
      throw e.getCause() instanceof RuntimeException cause ? cause : e;
    }
  }

  private Optional<PasswordHash> verify(BasicHeader credential, Derivations lane, String place) {
    Optional<User> user = users.apply(credential.user());
    PasswordHash hash = user.map(User::password).orElse(nobody);
    boolean matches = lane.run(place, () -> hash.matches(credential.password()));
    if (matches && user.isPresent()) {
      verified.accept(user.get().name());
      return Optional.of(hash);
    }
    return Optional.empty();
  }

  private static Unauthenticated wrong() {
    return new Unauthenticated("unknown user or wrong password");
  }
}
