package io.fairlead.client.cli;

import io.fairlead.client.CertificateAskedException;
import io.fairlead.client.FairleadClient;
import io.fairlead.client.ServerErrorException;
import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;

/**
 * {@code sql [--host H] [--port P] [--format table|csv|json] [--tls …] "SQL"}; without SQL it is
 * read from standard input. What is read and printed is UTF-8 wherever it runs.
 */
public final class Main {

  private static final int REFUSED = 1;
  private static final int MISUSED = 2;
  private static final int WIDEST_ON_A_TERMINAL = 100;
  private static final int BUFFER = 65_536;

  private final InputStream in;
  private final PrintStream out;
  private final PrintStream err;
  private final int widest;

  Main(InputStream in, PrintStream out, PrintStream err, boolean terminal) {
    this.in = in;
    this.out = out;
    this.err = err;
    this.widest = terminal ? WIDEST_ON_A_TERMINAL : Integer.MAX_VALUE;
  }

  /** Exits with 0, 1 when the server or the connection said no, 2 when the call was wrong. */
  public static void main(String[] args) {
    PrintStream out =
        new PrintStream(
            new BufferedOutputStream(new FileOutputStream(FileDescriptor.out), BUFFER),
            false,
            StandardCharsets.UTF_8);
    PrintStream err =
        new PrintStream(new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8);
    System.exit(new Main(System.in, out, err, System.console() != null).run(args));
  }

  int run(String... args) {
    Arguments arguments;
    try {
      arguments = Arguments.of(args);
    } catch (IllegalArgumentException e) {
      err.println("sql: " + e.getMessage());
      return MISUSED;
    }
    if (arguments.help()) {
      out.println(Arguments.USAGE);
      out.flush();
      return 0;
    }
    try {
      query(arguments);
      return 0;
    } catch (ServerErrorException e) {
      complain("error: " + e.getMessage());
    } catch (CertificateAskedException e) {
      complain(
          "sql: "
              + arguments.where()
              + ": the server asked for a client's certificate and ended the connection"
              + " (expected: --cert FILE --key FILE)");
    } catch (UnknownHostException e) {
      complain("sql: " + arguments.where() + ": unknown host");
    } catch (IOException | IllegalArgumentException e) {
      complain("sql: " + arguments.where() + ": " + e.getMessage());
    }
    return REFUSED;
  }

  private void query(Arguments arguments) throws IOException {
    String sql =
        arguments.sql().isEmpty()
            ? new String(in.readAllBytes(), StandardCharsets.UTF_8)
            : arguments.sql();
    InetSocketAddress address = new InetSocketAddress(arguments.host(), arguments.port());
    try (FairleadClient client = FairleadClient.connect(address, arguments.options())) {
      ResultPrinter printer = ResultPrinter.of(arguments.format(), out, widest);
      printer.end(client.query(sql, new UntilBroken(printer, out)));
    }
    if (out.checkError()) {
      throw new IOException("the output cannot be written");
    }
  }

  private void complain(String sentence) {
    out.flush();
    err.println(TerminalText.visible(sentence));
  }
}
