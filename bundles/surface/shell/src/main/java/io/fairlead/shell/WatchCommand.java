package io.fairlead.shell;

import io.fairlead.kernel.error.FairleadException;
import java.io.PrintStream;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.karaf.shell.api.console.CommandLine;
import org.apache.karaf.shell.api.console.Session;
import org.jspecify.annotations.Nullable;

/**
 * {@code fairlead:watch OPERATION …}: the answer of any operation that only looks, and again each
 * time that it has changed, looked at once a second. It ends with Ctrl-C, when its reader has gone,
 * or when this bundle goes.
 */
final class WatchCommand extends FairleadCommand {

  static final String NAME = "watch";

  /**
   * An unchanged answer is followed by an empty line this often, to find a reader that has gone.
   */
  private static final int QUIET_LOOKS = 10;

  private final List<OperationCommand> all;
  private final Renderer renderer;
  private final CountDownLatch closed = new CountDownLatch(1);
  private final long periodMillis;

  /**
   * @param all those there are, which may become others
   */
  WatchCommand(List<OperationCommand> all, Renderer renderer, long periodMillis) {
    this.all = all;
    this.renderer = renderer;
    this.periodMillis = periodMillis;
  }

  @Override
  public String getName() {
    return NAME;
  }

  @Override
  public String getDescription() {
    return "Shows what an operation answers, and again each time that it changes";
  }

  @Override
  @Nullable Object run(Session session, List<Object> words) {
    List<String> texts = words.stream().map(String::valueOf).toList();
    PrintStream console = session.getConsole();
    OperationCommand command = texts.isEmpty() ? null : find(texts.get(0));
    if (command == null) {
      console.println(
          "fairlead:watch <operation> [its arguments] [--json], with one of "
              + String.join(", ", watchable().map(OperationCommand::getName).toList()));
      return null;
    }
    try {
      watch(command.operation(), texts.subList(1, texts.size()), console);
    } catch (FairleadException e) {
      throw new CommandFailed(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // Ctrl-C, the shell takes it from here
    }
    return null;
  }

  private void watch(Operation operation, List<String> words, PrintStream console)
      throws InterruptedException {
    Arguments arguments = Arguments.of(operation, words);
    String before = null;
    int quiet = 0;
    do {
      Object result = operation.call().apply(arguments);
      String now =
          arguments.json() ? renderer.json(result) : renderer.text(result, operation.columns());
      if (!now.equals(before)) {
        console.println(now);
        before = now;
        quiet = 0;
      } else if (++quiet == QUIET_LOOKS) {
        console.println();
        quiet = 0;
      }
      console.flush();
    } while (!console.checkError() && !closed.await(periodMillis, TimeUnit.MILLISECONDS));
  }

  /** Ends all that is being watched. */
  void close() {
    closed.countDown();
  }

  private Stream<OperationCommand> watchable() {
    return all.stream().filter(c -> c.operation().reads());
  }

  private @Nullable OperationCommand find(String name) {
    return watchable().filter(c -> c.getName().equals(name)).findFirst().orElse(null);
  }

  @Override
  int complete(Session session, CommandLine line, List<String> candidates) {
    if (line.getCursorArgumentIndex() != 1) {
      OperationCommand command =
          line.getArguments().length < 2 ? null : find(line.getArguments()[1]);
      return command == null ? -1 : command.complete(line, 2, candidates);
    }
    String begun = begun(line);
    watchable()
        .map(OperationCommand::getName)
        .filter(name -> name.startsWith(begun))
        .forEach(candidates::add);
    return position(line, candidates);
  }
}
