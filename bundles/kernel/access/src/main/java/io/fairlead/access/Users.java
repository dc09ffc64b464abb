package io.fairlead.access;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.fairlead.kernel.instance.Instance;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
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
 * {@code name roles hash} divided by blanks, roles by commas ({@code -} for none). Written whole
 * and durably. Readers take one immutable map.
 */
final class Users {

  private static final String FORMAT = "fairlead-users 1";
  private static final String NAME = "[a-z][a-z0-9_]{0,62}";

  private final Instance instance;
  private final Path file;
  private volatile Map<String, User> users = Map.of();

  Users(Instance instance) {
    this.instance = instance;
    this.file = instance.data().resolve("access").resolve("users");
  }

  /**
   * Reads the file.
   *
   * @return false when there is none yet
   * @throws IOException when it cannot be read or understood; the message names it and the line,
   *     and nobody is known then
   */
  boolean load() throws IOException {
    users = Map.of();
    String text;
    try {
      text = Files.readString(file, UTF_8);
    } catch (NoSuchFileException e) {
      return false;
    }
    List<String> lines = text.lines().toList();
    if (lines.isEmpty() || !lines.get(0).equals(FORMAT)) {
      throw new IOException(file + ": line 1: not " + FORMAT);
    }
    Map<String, User> read = new TreeMap<>();
    for (int i = 1; i < lines.size(); i++) {
      User user = user(lines.get(i), i + 1);
      read.put(user.name(), user);
    }
    users = Map.copyOf(read);
    return true;
  }

  Optional<User> find(String name) {
    return Optional.ofNullable(users.get(name));
  }

  /** Adds a user or replaces the one of that name; durable when it returns. */
  synchronized void put(User user) {
    Map<String, User> next = new TreeMap<>(users);
    next.put(user.name(), user);
    String text =
        next.values().stream()
            .map(u -> u.name() + " " + roles(u.roles()) + " " + u.password() + "\n")
            .collect(Collectors.joining("", FORMAT + "\n", ""));
    instance.writeDurably(file, text.getBytes(UTF_8));
    users = Map.copyOf(next);
  }

  private User user(String line, int number) throws IOException {
    String[] parts = line.split(" ", -1);
    if (parts.length != 3
        || !parts[0].matches(NAME)
        || !parts[1].matches("-|" + NAME + "(," + NAME + ")*")) {
      throw new IOException(file + ": line " + number + ": not a user");
    }
    try {
      Set<String> roles =
          parts[1].equals("-") ? Set.of() : new TreeSet<>(Arrays.asList(parts[1].split(",")));
      return new User(parts[0], roles, PasswordHash.parse(parts[2]));
    } catch (IllegalArgumentException e) {
      throw new IOException(file + ": line " + number + ": " + e.getMessage(), e);
    }
  }

  private static String roles(Set<String> roles) {
    return roles.isEmpty() ? "-" : String.join(",", new TreeSet<>(roles));
  }
}
