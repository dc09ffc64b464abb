package io.fairlead.access;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.fairlead.kernel.error.Unavailable;
import io.fairlead.kernel.instance.Instance;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * The users in {@code data/access/users}: a line with the format's name, then a line for each,
 * {@code name roles enabled created last-login hash} divided by blanks, roles by commas ({@code -}
 * for none, or never). The first format had {@code name roles hash} only. Written whole and
 * durably. Readers take one immutable map.
 */
final class Users {

  static final String NAME = "[a-z][a-z0-9_]{0,62}";

  private static final String FIRST_FORMAT = "fairlead-users 1";
  private static final String FORMAT = "fairlead-users 2";

  private final Instance instance;
  private final Path file;
  private volatile Map<String, User> users = Map.of();
  private volatile boolean readable = true;

  Users(Instance instance) {
    this.instance = instance;
    this.file = instance.data().resolve("access").resolve("users");
  }

  /**
   * Reads the file.
   *
   * @throws IOException when it cannot be read or understood; the message names it and the line,
   *     nobody is known then, and nothing is written
   */
  void load() throws IOException {
    users = Map.of();
    readable = false;
    String text;
    try {
      text = Files.readString(file, UTF_8);
    } catch (NoSuchFileException e) {
      readable = true;
      return;
    }
    List<String> lines = text.lines().toList();
    if (lines.isEmpty() || !Set.of(FIRST_FORMAT, FORMAT).contains(lines.get(0))) {
      throw new IOException(file + ": line 1: not " + FORMAT);
    }
    boolean first = lines.get(0).equals(FIRST_FORMAT);
    Instant written = Files.getLastModifiedTime(file).toInstant();
    Map<String, User> read = new TreeMap<>();
    for (int i = 1; i < lines.size(); i++) {
      String line =
          first
              ? lines.get(i).replaceFirst(" (?=[^ ]*$)", " true " + written + " - ")
              : lines.get(i);
      User user = user(line, i + 1);
      read.put(user.name(), user);
    }
    users = Map.copyOf(read);
    readable = true;
  }

  Optional<User> find(String name) {
    return Optional.ofNullable(users.get(name));
  }

  /** All, by name. */
  List<User> all() {
    return new TreeMap<>(users).values().stream().toList();
  }

  /** Adds a user or replaces the one of that name; durable when it returns. */
  synchronized void put(User user) {
    Map<String, User> next = new TreeMap<>(users);
    next.put(user.name(), user);
    write(next);
  }

  /** Removes a user; durable when it returns. */
  synchronized void remove(String name) {
    Map<String, User> next = new TreeMap<>(users);
    next.remove(name);
    write(next);
  }

  private void write(Map<String, User> next) {
    if (!readable) {
      throw new Unavailable(file + ": cannot be read, and is not written over");
    }
    String text =
        next.values().stream().map(Users::line).collect(Collectors.joining("", FORMAT + "\n", ""));
    instance.writeDurably(file, text.getBytes(UTF_8));
    users = Map.copyOf(next);
  }

  private static String line(User user) {
    return String.join(
            " ",
            user.name(),
            user.roles().isEmpty() ? "-" : String.join(",", new TreeSet<>(user.roles())),
            String.valueOf(user.enabled()),
            user.createdAt().toString(),
            user.lastLogin() == null ? "-" : user.lastLogin().toString(),
            user.password().toString())
        + "\n";
  }

  private User user(String line, int number) throws IOException {
    String[] parts = line.split(" ", -1);
    if (parts.length != 6
        || !parts[0].matches(NAME)
        || !parts[1].matches("-|" + NAME + "(," + NAME + ")*")
        || !parts[2].matches("true|false")) {
      throw new IOException(file + ": line " + number + ": not a user");
    }
    try {
      Set<String> roles =
          parts[1].equals("-") ? Set.of() : new TreeSet<>(Arrays.asList(parts[1].split(",")));
      return new User(
          parts[0],
          roles,
          Boolean.parseBoolean(parts[2]),
          Instant.parse(parts[3]),
          parts[4].equals("-") ? null : Instant.parse(parts[4]),
          PasswordHash.parse(parts[5]));
    } catch (IllegalArgumentException | DateTimeParseException e) {
      throw new IOException(file + ": line " + number + ": " + e.getMessage(), e);
    }
  }
}
