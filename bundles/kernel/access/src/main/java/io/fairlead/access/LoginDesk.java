package io.fairlead.access;

import io.fairlead.kernel.access.Caller;
import io.fairlead.kernel.access.Logins;
import io.fairlead.kernel.audit.Act;
import io.fairlead.kernel.error.Exhausted;
import io.fairlead.kernel.error.Unauthenticated;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Supplier;

/** Begins, carries on and ends logins; who has which password is the door's to say. */
final class LoginDesk {

  /** Before {@link Caller#credential} of somebody who came by a token. */
  static final String CREDENTIAL = "login ";

  /** How many logins, and how many refreshes, wait for the disk at a time. */
  private static final int AT_ONCE = 32;

  private static final int AT_ONCE_OF_ONE = 8;

  private static final int ID_BYTES = 16;

  /** How long tokens last. */
  record Times(Duration token, Duration refresh) {}

  private final Door door;
  private final Function<String, Optional<User>> users;
  private final Function<User, String> proofs;
  private final TokenSigner tokens;
  private final LoginBook book;
  private final SecureRandom random;
  private final InstantSource clock;
  private final Supplier<Times> times;
  private final Shares beginning = new Shares(AT_ONCE, AT_ONCE_OF_ONE);
  private final Shares refreshing = new Shares(AT_ONCE, AT_ONCE_OF_ONE);

  /**
   * @param users those who are let in, by name
   * @param proofs what a login remembers of its user
   */
  LoginDesk(
      Door door,
      Function<String, Optional<User>> users,
      Function<User, String> proofs,
      TokenSigner tokens,
      LoginBook book,
      SecureRandom random,
      InstantSource clock,
      Supplier<Times> times) {
    this.door = door;
    this.users = users;
    this.proofs = proofs;
    this.tokens = tokens;
    this.book = book;
    this.random = random;
    this.clock = clock;
    this.times = times;
  }

  /** As {@link Logins#login}. */
  Logins.Tokens login(String name, String password, String address) {
    // Whoever waits to be verified holds no turn: strangers keep nobody from a login.
    User user = door.prove(new BasicHeader(name, password), address);
    byte[] id = new byte[ID_BYTES];
    random.nextBytes(id);
    Login login =
        new Login(
            Base64.getUrlEncoder().withoutPadding().encodeToString(id),
            user.name(),
            1,
            proofs.apply(user),
            clock.instant().plus(times.get().refresh()));
    return inTurn(
        beginning,
        user,
        () -> {
          if (!book.put(login, () -> hasUser(login))) {
            throw new Unauthenticated("the password was changed, or the user is gone");
          }
          return tokensOf(login, user);
        });
  }

  /** As {@link Logins#refresh}. */
  Logins.Tokens refresh(String refreshToken) {
    TokenSigner.Claims claims = tokens.read(TokenSigner.Kind.REFRESH, refreshToken);
    Login login = book.find(claims.login()).orElseThrow(LoginDesk::over);
    User user = userOf(login);
    Act.present().ifPresent(act -> act.by(user.name()));
    return inTurn(
        refreshing,
        user,
        () -> {
          Optional<Login> next =
              login.number() == claims.number()
                  ? book.advance(login, clock.instant().plus(times.get().refresh()))
                  : Optional.empty();
          if (next.isEmpty()) {
            book.end(login.id());
            throw new Unauthenticated(
                "the refresh token was used before: somebody has a copy, the login is ended");
          }
          return tokensOf(next.get(), user);
        });
  }

  /** As {@link Logins#logout}. */
  void logout(Caller caller) {
    if (caller.credential().startsWith(CREDENTIAL)) {
      book.end(caller.credential().substring(CREDENTIAL.length()));
    }
  }

  /** Ends whatever a user has begun; for a user who is let in no more. */
  void endAllOf(String user) {
    book.endAllOf(user);
  }

  /** As {@link Logins#validate}. */
  Logins.Validity validate(Caller caller) {
    return new Logins.Validity(
        caller.name(), new TreeSet<>(caller.roles()).stream().toList(), caller.until());
  }

  /** Who came with that token. */
  Caller caller(String token, String address) {
    TokenSigner.Claims claims = tokens.read(TokenSigner.Kind.ACCESS, token);
    User user = userOf(book.find(claims.login()).orElseThrow(LoginDesk::over));
    return caller(user, user.roles(), address, claims);
  }

  /**
   * Who came with that token to end its login. One that is over, and that only the disk does not
   * have yet, can be ended again, and no role comes with it: that needs none.
   */
  Caller callerForLogout(String token, String address) {
    TokenSigner.Claims claims = tokens.read(TokenSigner.Kind.ACCESS, token);
    Optional<Login> lasting = book.find(claims.login());
    User user = userOf(lasting.or(() -> book.ending(claims.login())).orElseThrow(LoginDesk::over));
    return caller(user, lasting.isPresent() ? user.roles() : Set.of(), address, claims);
  }

  private static Caller caller(
      User user, Set<String> roles, String address, TokenSigner.Claims claims) {
    return new Caller(user.name(), roles, address, CREDENTIAL + claims.login(), claims.expiresAt());
  }

  /** For a timer: what the disk did not take. */
  void writeAgain() {
    book.writeAgain();
  }

  /** The user of somebody who came by a token before; throws when the login is over. */
  User confirm(Caller caller) {
    Instant until = caller.until();
    if (until != null && !clock.instant().isBefore(until)) {
      throw new Unauthenticated("the token has expired");
    }
    return userOf(
        book.find(caller.credential().substring(CREDENTIAL.length())).orElseThrow(LoginDesk::over));
  }

  private User userOf(Login login) {
    return holder(login).orElseThrow(LoginDesk::over);
  }

  private boolean hasUser(Login login) {
    return holder(login).isPresent();
  }

  private Optional<User> holder(Login login) {
    return users.apply(login.user()).filter(user -> proofs.apply(user).equals(login.proof()));
  }

  private Logins.Tokens tokensOf(Login login, User user) {
    // A token holds whole seconds.
    Instant expiresAt = clock.instant().plus(times.get().token()).truncatedTo(ChronoUnit.SECONDS);
    return new Logins.Tokens(
        tokens.sign(
            TokenSigner.Kind.ACCESS,
            new TokenSigner.Claims(user.name(), login.id(), login.number(), expiresAt)),
        expiresAt,
        tokens.sign(
            TokenSigner.Kind.REFRESH,
            new TokenSigner.Claims(user.name(), login.id(), login.number(), login.expiresAt())),
        user.view().roles());
  }

  private static <T> T inTurn(Shares turns, User user, Supplier<T> work) {
    if (!turns.take(user.name())) {
      throw new Exhausted("logins: too many are under way (" + turns + ")", Duration.ofSeconds(1));
    }
    try {
      return work.get();
    } finally {
      turns.giveBack(user.name());
    }
  }

  private static Unauthenticated over() {
    return new Unauthenticated("the login is over");
  }
}
