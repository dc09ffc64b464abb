package io.fairlead.client.cli;

import io.fairlead.client.Options;
import io.fairlead.client.Tls;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What the command was called with. */
record Arguments(
    String host, int port, String format, String sql, boolean help, Optional<Tls> tls) {

  static final String USAGE =
      "usage: sql [--host HOST] [--port PORT] [--format table|csv|json]"
          + " [--tls [--ca FILE] [--cert FILE --key FILE]] \"SQL\""
          + " (without SQL it is read from standard input)";

  private static final int MOST_PORT = 65_535;

  /**
   * @throws IllegalArgumentException what is wrong with them, in a sentence
   */
  static Arguments of(String... args) {
    String host = "127.0.0.1";
    int port = 7432;
    String format = "table";
    boolean tls = false;
    Optional<Path> ca = Optional.empty();
    Optional<Path> cert = Optional.empty();
    Optional<Path> key = Optional.empty();
    List<String> words = new ArrayList<>();
    for (int i = 0; i < args.length; i++) {
      switch (args[i]) {
        case "--help" -> {
          return new Arguments(host, port, format, "", true, Optional.empty());
        }
        case "--host" -> host = value(args, i++);
        case "--port" -> port = port(value(args, i++));
        case "--format" -> format = format(value(args, i++));
        case "--tls" -> tls = true;
        case "--ca" -> ca = Optional.of(Path.of(value(args, i++)));
        case "--cert" -> cert = Optional.of(Path.of(value(args, i++)));
        case "--key" -> key = Optional.of(Path.of(value(args, i++)));
        default -> words.add(word(args[i]));
      }
    }
    return new Arguments(
        host, port, format, String.join(" ", words), false, tls(tls, ca, cert, key));
  }

  /** A file that is named says that TLS is meant. */
  private static Optional<Tls> tls(
      boolean wanted, Optional<Path> ca, Optional<Path> cert, Optional<Path> key) {
    if (cert.isPresent() != key.isPresent()) {
      throw new IllegalArgumentException(
          (cert.isPresent() ? "--key" : "--cert")
              + " is missing (expected: --cert and --key together)");
    }
    return wanted || ca.isPresent() || cert.isPresent()
        ? Optional.of(new Tls(ca, cert, key))
        : Optional.empty();
  }

  private static String value(String[] args, int option) {
    if (option + 1 == args.length) {
      throw new IllegalArgumentException(args[option] + " wants a value");
    }
    return args[option + 1];
  }

  private static int port(String text) {
    if (text.matches("[0-9]{1,5}")) {
      int port = Integer.parseInt(text);
      if (port >= 1 && port <= MOST_PORT) {
        return port;
      }
    }
    throw new IllegalArgumentException("--port " + text + " (expected: 1 to " + MOST_PORT + ")");
  }

  private static String format(String text) {
    if (!ResultPrinter.FORMATS.contains(text)) {
      throw new IllegalArgumentException(
          "--format " + text + " (expected: " + String.join(", ", ResultPrinter.FORMATS) + ")");
    }
    return text;
  }

  /** SQL may begin with a comment, but none looks like an option. */
  private static String word(String text) {
    if (text.matches("--?[a-z]+(=.*)?")) {
      throw new IllegalArgumentException("unknown option " + text + "; " + USAGE);
    }
    return text;
  }

  String where() {
    return host + ":" + port;
  }

  /** Nothing is kept, so there is no limit but the server's. */
  Options options() {
    Options plain =
        new Options(
            Options.DEFAULTS.connectTimeout(), Options.DEFAULTS.readTimeout(), Long.MAX_VALUE);
    return tls.map(plain::with).orElse(plain);
  }
}
