package io.fairlead.client.cli;

import io.fairlead.client.FairleadClient;
import io.fairlead.client.QueryResult;
import io.fairlead.client.ServerErrorException;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * {@code sql [--host H] [--port P] [--format table|csv|json] "SQL"}; without SQL it is read from
 * standard input.
 */
public final class Main {

  private static final int USAGE = 2;

  private Main() {}

  /** Exits with 0, 1 when the server or the connection said no, 2 when the call was wrong. */
  public static void main(String[] args) {
    System.exit(run(args, System.in, System.out, System.err));
  }

  static int run(String[] args, InputStream in, PrintStream out, PrintStream err) {
    String host = "127.0.0.1";
    int port = 7432;
    String format = "table";
    List<String> words = new ArrayList<>();
    for (int i = 0; i < args.length; i++) {
      boolean option =
          args[i].equals("--host") || args[i].equals("--port") || args[i].equals("--format");
      if (!option) {
        words.add(args[i]);
        continue;
      }
      if (i + 1 == args.length) {
        err.println("sql: " + args[i] + " wants a value");
        return USAGE;
      }
      String value = args[++i];
      switch (args[i - 1]) {
        case "--host" -> host = value;
        case "--format" -> format = value;
        default -> port = portOf(value);
      }
    }
    if (port < 1 || port > 65_535 || !ResultPrinter.FORMATS.contains(format)) {
      err.println("sql: wants [--host H] [--port 1..65535] [--format table|csv|json] \"SQL\"");
      return USAGE;
    }
    try {
      String sql =
          words.isEmpty()
              ? new String(in.readAllBytes(), StandardCharsets.UTF_8)
              : String.join(" ", words);
      try (FairleadClient client = FairleadClient.connect(new InetSocketAddress(host, port))) {
        QueryResult result = client.query(sql);
        new ResultPrinter(out).print(result, format);
        return 0;
      }
    } catch (ServerErrorException e) {
      err.println("error: " + e.getMessage());
    } catch (IOException e) {
      err.println("sql: " + host + ":" + port + ": " + e.getMessage());
    }
    return 1;
  }

  private static int portOf(String text) {
    try {
      return Integer.parseInt(text);
    } catch (NumberFormatException e) {
      return -1;
    }
  }
}
