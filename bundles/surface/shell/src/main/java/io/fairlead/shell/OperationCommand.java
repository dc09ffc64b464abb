package io.fairlead.shell;

import io.fairlead.kernel.error.FairleadException;
import java.util.List;
import org.apache.karaf.shell.api.console.Command;
import org.apache.karaf.shell.api.console.CommandLine;
import org.apache.karaf.shell.api.console.Completer;
import org.apache.karaf.shell.api.console.Parser;
import org.apache.karaf.shell.api.console.Session;
import org.jspecify.annotations.Nullable;

/** One operation as a command of Karaf's shell. */
final class OperationCommand implements Command {

  static final String SCOPE = "fairlead";

  private final Operation operation;
  private final Renderer renderer;

  OperationCommand(Operation operation, Renderer renderer) {
    this.operation = operation;
    this.renderer = renderer;
  }

  Operation operation() {
    return operation;
  }

  @Override
  public String getScope() {
    return SCOPE;
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
  public Completer getCompleter(boolean scoped) {
    return this::complete;
  }

  @Override
  public @Nullable Parser getParser() {
    return null;
  }

  @Override
  public @Nullable Object execute(Session session, List<Object> words) {
    List<String> texts = words.stream().map(String::valueOf).toList();
    if (texts.contains("--help")) {
      session.getConsole().println(operation.description() + "\n" + operation.usage());
      return null;
    }
    try {
      Arguments arguments = Arguments.of(operation, texts);
      Object result = operation.call().apply(arguments);
      session
          .getConsole()
          .println(
              arguments.json()
                  ? renderer.json(result)
                  : renderer.text(result, operation.columns()));
      return null;
    } catch (FairleadException e) {
      throw new CommandFailed(e);
    }
  }

  private int complete(Session session, CommandLine line, List<String> candidates) {
    String begun = begun(line);
    int index = line.getCursorArgumentIndex();
    if (index < 1) {
      return -1;
    }
    if (index == 1 && operation.target() != null) {
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
    return candidates.isEmpty() ? -1 : line.getBufferPosition() - line.getArgumentPosition();
  }

  /** What stands left of the cursor, of the word that it is in. */
  static String begun(CommandLine line) {
    return line.getCursorArgument() == null
        ? ""
        : line.getCursorArgument().substring(0, line.getArgumentPosition());
  }

  /** An error that is the caller's to read, without a trace. */
  static final class CommandFailed extends RuntimeException {
    private static final long serialVersionUID = 1L;

    CommandFailed(FairleadException cause) {
      super(cause.code() + ": " + cause.getMessage(), null, false, false);
    }
  }
}
