package io.fairlead.shell;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import io.fairlead.kernel.error.NotFound;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.apache.karaf.shell.api.console.Session;
import org.junit.After;
import org.junit.Test;

public class WatchCommandTest {

  private final Lines lines = new Lines();
  private final List<Thread> watchers = new ArrayList<>();
  private volatile WatchCommand watch;

  @After
  public void everyWatchEndsWhenItsCommandGoes() throws InterruptedException {
    watch.close();
    for (Thread watcher : watchers) {
      watcher.join(TimeUnit.SECONDS.toMillis(10));
      assertTrue("still watching", !watcher.isAlive());
    }
  }

  @Test
  public void theAnswerIsShownAndAgainWhenItHasChangedAndOnlyThen() throws Exception {
    AtomicInteger looks = new AtomicInteger();
    start(a -> "seen " + looks.incrementAndGet() / 3, true, "look");
    assertEquals("seen 0", lines.next());
    assertEquals("seen 1", lines.next());
    assertEquals("seen 2", lines.next());
  }

  @Test
  public void aReaderThatHasGoneIsFoundThoughNothingChanges() throws Exception {
    start(a -> "the same", true, "look");
    assertEquals("the same", lines.next());
    lines.gone = true;
    watchers.get(0).join(TimeUnit.SECONDS.toMillis(10));
    assertTrue("watches for nobody", !watchers.get(0).isAlive());
  }

  @Test
  public void whatChangesSomethingIsNotRepeated() throws Exception {
    AtomicInteger calls = new AtomicInteger();
    start(a -> calls.incrementAndGet(), false, "look");
    assertTrue(lines.next().startsWith("fairlead:watch <operation>"));
    assertEquals(0, calls.get());
  }

  @Test
  public void itsErrorsAreTheOperationsOwn() throws Exception {
    Throwable[] thrown = new Throwable[1];
    command(
        a -> {
          throw new NotFound("pool x: there is none of that name");
        },
        true);
    try {
      watch.execute(session(), List.of("look"));
    } catch (RuntimeException e) {
      thrown[0] = e;
    }
    assertEquals("NOT_FOUND: pool x: there is none of that name", thrown[0].getMessage());
  }

  private void command(Function<Arguments, Object> call, boolean reads) {
    Renderer renderer = new Renderer();
    Operation look =
        new Operation("look", "looks", null, List::of, List::of, List.of(), reads, call);
    watch =
        new WatchCommand(List.of(new OperationCommand(look, renderer, entry -> {})), renderer, 1);
  }

  private void start(Function<Arguments, Object> call, boolean reads, Object... words) {
    command(call, reads);
    Thread watcher = new Thread(() -> watch.execute(session(), List.of(words)), "test-watcher");
    watchers.add(watcher);
    watcher.start();
  }

  /** A session that has a console and nothing else. */
  private Session session() {
    PrintStream console = new PrintStream(lines, true, StandardCharsets.UTF_8);
    return (Session)
        Proxy.newProxyInstance(
            WatchCommandTest.class.getClassLoader(),
            new Class<?>[] {Session.class},
            (proxy, method, arguments) -> {
              if (method.getName().equals("getConsole")) {
                return console;
              }
              throw new UnsupportedOperationException(method.getName());
            });
  }

  /** What was written, by lines; refuses more when its reader has gone. */
  private static final class Lines extends OutputStream {
    private final LinkedBlockingQueue<String> complete = new LinkedBlockingQueue<>();
    private final StringBuilder begun = new StringBuilder();
    volatile boolean gone;

    @Override
    public void write(int b) throws IOException {
      if (gone) {
        throw new IOException("gone");
      }
      if (b == '\n') {
        complete.add(begun.toString());
        begun.setLength(0);
      } else {
        begun.append((char) b);
      }
    }

    String next() throws InterruptedException {
      String line = complete.poll(10, TimeUnit.SECONDS);
      return line == null ? "nothing came" : line;
    }
  }
}
