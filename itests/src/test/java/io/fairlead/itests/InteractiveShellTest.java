package io.fairlead.itests;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.After;
import org.junit.Before;
import org.junit.Test;

/** The shell as somebody at a terminal has it: it answers, completes, and keeps no secret. */
public class InteractiveShellTest extends WithServer {

  private static final Duration SOON = Duration.ofSeconds(30);
  private static final String PROMPT = "fairlead> ";

  private final StringBuffer seen = new StringBuffer();
  private SocketChannel terminal;
  private Thread reader;

  @Before
  public void open() throws IOException {
    terminal = SocketChannel.open(StandardProtocolFamily.UNIX);
    terminal.connect(UnixDomainSocketAddress.of(server.instance.resolve("data/shell.sock")));
    reader = new Thread(this::read, "terminal");
    reader.start();
    type("xterm 200 40\n");
    awaitText(PROMPT);
  }

  @After
  public void leave() throws Exception {
    terminal.close();
    reader.join(10_000);
  }

  @Test
  public void commandsAnswerInTablesAsJsonAndWithWhatWasExpected() throws Exception {
    type("connectionPools\r");
    awaitText("pool_id  state");
    type("connectionPool main --json\r");
    awaitText("\"pool_id\" : \"main\"");
    type("fairlead:updatePoolConfig main max_connections=0\r");
    awaitText("INVALID: max_connections: 0 (expected:");
    type("connectionPool nosuch\r");
    awaitText("NOT_FOUND: pool nosuch: there is none of that name");
  }

  @Test
  public void namesOfCommandsThingsAndOptionsComplete() throws Exception {
    completes("fairlead:networkSt\t", "fairlead:networkStatus");
    completes("closeNetw\t", "closeNetworkConnection");
    completes("connectionPool ma\t", "connectionPool main");
    completes("updatePoolConfig main max_wait\t", "updatePoolConfig main max_wait_queue=");
    completes("drainPool main dead\t", "drainPool main deadline_secs=");
    completes("watch connectionPool ma\t", "watch connectionPool main");
    completes("watch sessions --j\t", "watch sessions --json");
  }

  @Test
  public void aSingleCommandWithoutATerminalHasNoColours() throws Exception {
    try (ShellGuest guest = ShellGuest.asks(server, "help")) {
      String help = guest.all();
      assertTrue(help, help.contains("networkStatus"));
      assertFalse(help, help.contains("\u001b"));
    }
  }

  @Test
  public void aWatchEndsWithControlC() throws Exception {
    type("watch networkStatus\r");
    awaitText("total_connections_lifetime");
    seen.setLength(0);
    type("\u0003");
    awaitText(PROMPT);
  }

  @Test
  public void whatWasTypedIsNowhereOnDisk() throws Exception {
    type("createUser name=ida password=typed-by-hand roles=viewer\r");
    awaitText("viewer");
    type("\u0004");
    Await.until("control-D leaves", SOON, () -> !reader.isAlive());
    assertEquals(List.of(), holding(server.instance, "typed-by-hand"));
    assertEquals(List.of(), holding(server.distribution(), "typed-by-hand"));
    String log = Files.readString(server.instance.resolve("logs/fairlead.log"));
    assertFalse(log, log.contains("ShellUtil"));
  }

  /** Files that hold a text. */
  private static List<Path> holding(Path folder, String text) throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      return all.filter(Files::isRegularFile)
          .filter(f -> f.toFile().length() < 10_000_000 && !f.toString().endsWith(".jar"))
          .filter(f -> contentOf(f).contains(text))
          .toList();
    }
  }

  private static String contentOf(Path file) {
    try {
      return Files.readString(file, StandardCharsets.ISO_8859_1);
    } catch (IOException gone) {
      return "";
    }
  }

  private void completes(String typed, String completed) throws IOException {
    seen.setLength(0);
    type(typed);
    awaitText(completed);
    type("\u0003");
    awaitText(PROMPT);
  }

  private void type(String text) throws IOException {
    terminal.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
  }

  private void awaitText(String text) {
    Await.until("the terminal shows " + text, SOON, this::shown, shown -> shown.contains(text));
  }

  /** What came, without what only moves the cursor or colours. */
  private String shown() {
    return seen.toString().replaceAll("\u001b(\\[[0-9;?]*[a-zA-Z]|[=>])", "").replace("\b", "");
  }

  private void read() {
    ByteBuffer buffer = ByteBuffer.allocate(8_192);
    try {
      while (terminal.read(buffer) >= 0) {
        seen.append(new String(buffer.array(), 0, buffer.position(), StandardCharsets.UTF_8));
        buffer.clear();
      }
    } catch (IOException closed) {
      // by the test
    }
  }
}
