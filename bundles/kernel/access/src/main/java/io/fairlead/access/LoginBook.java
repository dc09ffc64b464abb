package io.fairlead.access;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.fairlead.kernel.error.Exhausted;
import io.fairlead.kernel.error.FairleadException;
import io.fairlead.kernel.instance.Instance;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.time.format.DateTimeParseException;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The logins that last, in {@code data/access/logins}: a line with the format's name, then {@code
 * id user number proof expires} for each. What begins is durable before it is known here. What ends
 * is over here at once, and stays to be written until the disk has it. A user has so many at most;
 * beyond it, the user's one that ends soonest is ended. So many there are in all; beyond it, the
 * user with the most gives one up.
 */
final class LoginBook {

  static final int MOST = 10_000;
  static final int MOST_OF_ONE = 50;

  private static final Logger LOG = LoggerFactory.getLogger(LoginBook.class);
  private static final String FORMAT = "fairlead-logins 1";
  private static final Pattern WORD = Pattern.compile("[A-Za-z0-9_-]{1,64}");

  private final Instance instance;
  private final InstantSource clock;
  private final Path file;
  private volatile Map<String, Login> logins = Map.of();

  /** Those that are over, and that the disk may still have. */
  private volatile Map<String, Login> ending = Map.of();

  private boolean unwritten;

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
    Map<String, Login> next = new HashMap<>(logins);
    next.put(login.id(), login);
    next.values().removeIf(other -> !clock.instant().isBefore(other.expiresAt()));
    if (of(next, login.user()).count() > MOST_OF_ONE) {
      giveUpOne(next, login.user(), login);
    }
    if (next.size() > MOST) {
      giveUpOne(next, userWithMost(next, login.user()), login);
    }
    write(next);
  }

  private static Stream<Login> of(Map<String, Login> all, String user) {
    return all.values().stream().filter(login -> login.user().equals(user));
  }

  /** Of several that have as many, the one given. */
  private static String userWithMost(Map<String, Login> all, String user) {
    Map<String, Long> counts =
        all.values().stream().collect(Collectors.groupingBy(Login::user, Collectors.counting()));
    long most = Collections.max(counts.values());
    return counts.getOrDefault(user, 0L) >= most
        ? user
        : counts.entrySet().stream()
            .filter(count -> count.getValue() == most)
            .findFirst()
            .orElseThrow()
            .getKey();
  }

  private static void giveUpOne(Map<String, Login> all, String user, Login kept) {
    Login soonest =
        of(all, user)
            .filter(login -> !login.id().equals(kept.id()))
            .min(Comparator.comparing(Login::expiresAt))
            .orElseThrow(() -> new Exhausted("logins: " + MOST + " last (expected: fewer)"));
    all.remove(soonest.id());
    LOG.info("a login of {} is ended: there are too many", user);
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

  /** One that is over, while the disk may not have it; it can be ended once more. */
  Optional<Login> ending(String id) {
    return Optional.ofNullable(ending.get(id));
  }

  /**
   * Ends one; nothing when there is none.
   *
   * @throws FairleadException when the disk does not have it yet; it is over nevertheless
   */
  synchronized void end(String id) {
    endThose(login -> login.id().equals(id));
  }

  /** Ends all of a user's; as {@link #end}. */
  synchronized void endAllOf(String user) {
    endThose(login -> login.user().equals(user));
  }

  private void endThose(Predicate<Login> over) {
    Map<String, Login> next = new HashMap<>(logins);
    Map<String, Login> gone = new HashMap<>(ending);
    logins.values().stream().filter(over).forEach(login -> gone.put(login.id(), login));
    if (next.keySet().removeAll(gone.keySet())) {
      // In this order: one that is looked for is in one of both.
      ending = Map.copyOf(gone);
      logins = Map.copyOf(next);
      unwritten = true;
    }
    if (unwritten) {
      write(logins);
    }
  }

  /** Tries once more what could not be written; for a timer. */
  synchronized void writeAgain() {
    if (unwritten) {
      try {
        write(logins);
        LOG.info("{}: written at last", file);
      } catch (FairleadException e) {
        LOG.warn("logins that are over would be back after a restart: {}", e.getMessage());
      }
    }
  }

  private void write(Map<String, Login> next) {
    String text =
        next.values().stream()
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
    // A write that fails may have been done in part: the file is to be put right then, too.
    unwritten = true;
    instance.writeDurably(file, text.getBytes(UTF_8));
    unwritten = false;
    logins = Map.copyOf(next);
    ending = Map.of();
  }

  /** What cannot be read costs people a new login, and nothing else. */
  private void load() {
    try {
      List<String> lines = Files.readString(file, UTF_8).lines().toList();
      if (lines.isEmpty() || !lines.get(0).equals(FORMAT)) {
        throw new IOException("line 1: not " + FORMAT);
      }
      Map<String, Login> read = new HashMap<>();
      for (String line : lines.subList(1, lines.size())) {
        Login login = login(line.split(" ", -1));
        read.put(login.id(), login);
      }
      logins = Map.copyOf(read);
    } catch (NoSuchFileException e) {
      // Nobody has logged in yet.
    } catch (IOException | IllegalArgumentException | DateTimeParseException e) {
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
