package io.fairlead.access;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.fairlead.kernel.instance.Instance;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.time.format.DateTimeParseException;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The logins that last, in {@code data/access/logins}: a line with the format's name, then {@code
 * id user number proof expires} for each. Every change is durable when it returns. There are so
 * many at most, in all and by user; beyond it, the one that ends soonest is ended.
 */
final class LoginBook {

  static final int MOST = 1_000;
  static final int MOST_OF_ONE = 50;

  private static final Logger LOG = LoggerFactory.getLogger(LoginBook.class);
  private static final String FORMAT = "fairlead-logins 1";
  private static final Pattern WORD = Pattern.compile("[A-Za-z0-9_-]{1,64}");

  private final Instance instance;
  private final InstantSource clock;
  private final Path file;
  private final Map<String, Login> logins = new ConcurrentHashMap<>();

  LoginBook(Instance instance, InstantSource clock) {
    this.instance = instance;
    this.clock = clock;
    this.file = instance.data().resolve("access").resolve("logins");
    load();
  }

  /** The login of that id, while it lasts. */
  Optional<Login> find(String id) {
    return Optional.ofNullable(logins.get(id))
        .filter(login -> clock.instant().isBefore(login.expiresAt()));
  }

  /**
   * Begins one.
   *
   * @param holds whether its user still is who was verified; asked when nobody else can end it
   * @return whether it did
   */
  synchronized boolean put(Login login, BooleanSupplier holds) {
    if (!holds.getAsBoolean()) {
      return false;
    }
    store(login);
    return true;
  }

  private void store(Login login) {
    logins.put(login.id(), login);
    logins.values().removeIf(other -> !clock.instant().isBefore(other.expiresAt()));
    shrink(
        logins.values().stream().filter(l -> l.user().equals(login.user())).toList(), MOST_OF_ONE);
    shrink(List.copyOf(logins.values()), MOST);
    write();
  }

  /**
   * The next state of a login, if that is the one it is in.
   *
   * @return empty when it is in another, or over
   */
  synchronized Optional<Login> advance(Login from, Instant until) {
    if (!from.equals(logins.get(from.id()))) {
      return Optional.empty();
    }
    Login next = from.next(until);
    store(next);
    return Optional.of(next);
  }

  /** Ends one; nothing when there is none. */
  synchronized void end(String id) {
    if (logins.remove(id) != null) {
      write();
    }
  }

  /** Ends all of a user's. */
  synchronized void endAllOf(String user) {
    if (logins.values().removeIf(login -> login.user().equals(user))) {
      write();
    }
  }

  private void shrink(List<Login> of, int most) {
    of.stream()
        .sorted(Comparator.comparing(Login::expiresAt))
        .limit(Math.max(0, of.size() - most))
        .forEach(login -> logins.remove(login.id()));
  }

  private void write() {
    String text =
        logins.values().stream()
            .map(
                l ->
                    String.join(
                        " ",
                        l.id(),
                        l.user(),
                        String.valueOf(l.number()),
                        l.proof(),
                        l.expiresAt() + "\n"))
            .collect(Collectors.joining("", FORMAT + "\n", ""));
    instance.writeDurably(file, text.getBytes(UTF_8));
  }

  /** What cannot be read costs people a new login, and nothing else. */
  private void load() {
    try {
      List<String> lines = Files.readString(file, UTF_8).lines().toList();
      if (lines.isEmpty() || !lines.get(0).equals(FORMAT)) {
        throw new IOException("line 1: not " + FORMAT);
      }
      for (String line : lines.subList(1, lines.size())) {
        Login login = login(line.split(" ", -1));
        logins.put(login.id(), login);
      }
    } catch (NoSuchFileException e) {
      // Nobody has logged in yet.
    } catch (IOException | IllegalArgumentException | DateTimeParseException e) {
      logins.clear();
      LOG.warn("{}: all logins are over: {}", file, e.getMessage());
    }
  }

  private static Login login(String[] words) {
    if (words.length != 5
        || !WORD.matcher(words[0]).matches()
        || !words[1].matches(Users.NAME)
        || !WORD.matcher(words[3]).matches()) {
      throw new IllegalArgumentException("not a login");
    }
    return new Login(
        words[0], words[1], Long.parseLong(words[2]), words[3], Instant.parse(words[4]));
  }
}
