package io.fairlead.shell;

import io.fairlead.kernel.audit.Audit;
import io.fairlead.kernel.error.FairleadException;
import java.util.List;
import org.apache.karaf.shell.api.console.CommandLine;
import org.apache.karaf.shell.api.console.Session;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One operation as a command of Karaf's shell. */
final class OperationCommand extends FairleadCommand {

  private static final String SURFACE = "shell";
  private static final Logger LOG = LoggerFactory.getLogger(OperationCommand.class);

  private final Operation operation;
  private final Renderer renderer;
  private final Audit audit;

  OperationCommand(Operation operation, Renderer renderer, Audit audit) {
    this.operation = operation;
    this.renderer = renderer;
    this.audit = audit;
  }

  Operation operation() {
    return operation;
  }

  @Override
  public String getName() {
    return operation.name();
  }

  @Override
  public String getDescription() {
    return operation.description();
  }

  @Override
  @Nullable Object run(Session session, List<Object> words) {
    List<String> texts = words.stream().map(String::valueOf).toList();
    if (texts.contains("--help")) {
      session.getConsole().println(operation.description() + "\n" + operation.usage());
      return null;
    }
    try {
      session
          .getConsole()
          .println(operation.reads() ? answer(session, texts) : act(session, texts));
      return null;
    } catch (FairleadException e) {
      throw new CommandFailed(e);
    } catch (RuntimeException e) {
      LOG.error("{} failed", operation.name(), e);
      throw e;
    }
  }

  private String act(Session session, List<String> words) {
    return audit.audited(
        ShellUser.of(session),
        SURFACE,
        operation.name(),
        operation.target() == null ? "" : target(words),
        () -> answer(session, words));
  }

  /** Before the words are known to be right; one with a value may be a secret in a wrong place. */
  private static String target(List<String> words) {
    return words.stream()
        .filter(word -> !word.equals("--json") && !word.contains("="))
        .findFirst()
        .orElse("");
  }

  private String answer(Session session, List<String> words) {
    Arguments arguments =
        Arguments.of(operation, words, name -> Secrets.ask(session, String.valueOf(name)));
    Object result = operation.call().apply(arguments);
    return arguments.json() ? renderer.json(result) : renderer.text(result, operation.columns());
  }

  @Override
  int complete(Session session, CommandLine line, List<String> candidates) {
    return complete(line, 1, candidates);
  }

  /** Completes the operation's own arguments, of which the first stands at that index. */
  int complete(CommandLine line, int first, List<String> candidates) {
    String begun = begun(line);
    int index = line.getCursorArgumentIndex();
    if (index < first) {
      return -1;
    }
    if (index == first && operation.target() != null) {
      operation.targets().get().stream().filter(t -> t.startsWith(begun)).forEach(candidates::add);
    } else {
      operation.options().get().stream()
          .map(o -> o.endsWith(".*") ? o.substring(0, o.length() - 1) : o + "=")
          .filter(o -> o.startsWith(begun))
          .forEach(candidates::add);
      if ("--json".startsWith(begun)) {
        candidates.add("--json");
      }
    }
    return position(line, candidates);
  }
}
