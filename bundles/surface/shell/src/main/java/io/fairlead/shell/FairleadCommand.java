package io.fairlead.shell;

import io.fairlead.kernel.error.FairleadException;
import java.util.List;
import org.apache.karaf.shell.api.console.Command;
import org.apache.karaf.shell.api.console.CommandLine;
import org.apache.karaf.shell.api.console.Completer;
import org.apache.karaf.shell.api.console.Parser;
import org.apache.karaf.shell.api.console.Session;
import org.jspecify.annotations.Nullable;

/** What all commands of the scope {@code fairlead} have in common. */
abstract class FairleadCommand implements Command {

  @Override
  public final String getScope() {
    return "fairlead";
  }

  /**
   * Karaf names the thread after all that was typed, secrets too, and the log tells thread names.
   */
  @Override
  public final @Nullable Object execute(Session session, List<Object> words) {
    Thread.currentThread().setName("fairlead-shell-" + getName());
    return run(session, words);
  }

  abstract @Nullable Object run(Session session, List<Object> words);

  @Override
  public final @Nullable Parser getParser() {
    return null;
  }

  @Override
  public final Completer getCompleter(boolean scoped) {
    return this::completeLine;
  }

  /** The shell asks every command about every line: about its name, and then about its own. */
  private int completeLine(Session session, CommandLine line, List<String> candidates) {
    String scoped = getScope() + ":" + getName();
    if (line.getCursorArgumentIndex() > 0) {
      String command = line.getArguments()[0];
      return command.equals(getName()) || command.equals(scoped)
          ? complete(session, line, candidates)
          : -1;
    }
    String begun = begun(line);
    if (getName().startsWith(begun)) {
      candidates.add(getName());
    } else if (scoped.startsWith(begun)) {
      candidates.add(scoped);
    }
    return position(line, candidates);
  }

  /**
   * Adds which arguments could stand at the cursor; returns where they would begin, or -1 for none.
   */
  abstract int complete(Session session, CommandLine line, List<String> candidates);

  /** What stands left of the cursor, of the word that it is in. */
  static String begun(CommandLine line) {
    return line.getCursorArgument() == null
        ? ""
        : line.getCursorArgument().substring(0, line.getArgumentPosition());
  }

  /** Where what could stand at the cursor begins; -1 when there is nothing. */
  static int position(CommandLine line, List<String> candidates) {
    return candidates.isEmpty() ? -1 : line.getBufferPosition() - line.getArgumentPosition();
  }

  /** An error that is the caller's to read, without a trace. */
  static final class CommandFailed extends RuntimeException {
    private static final long serialVersionUID = 1L;

    CommandFailed(FairleadException cause) {
      super(Printable.text(cause.code() + ": " + cause.getMessage()), null, false, false);
    }
  }
}
