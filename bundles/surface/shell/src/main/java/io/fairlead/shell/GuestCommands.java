package io.fairlead.shell;

import io.fairlead.kernel.audit.Audit;
import io.fairlead.kernel.command.Command;
import io.fairlead.kernel.command.CommandSource;
import io.fairlead.kernel.plugin.RejectionSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/** The commands of plug-ins, which come and go while shells are open. Plain Java. */
final class GuestCommands implements RejectionSource {

  private static final Pattern NAME = Pattern.compile("[a-z][A-Za-z0-9]{0,63}");

  private final List<OperationCommand> all;
  private final Renderer renderer;
  private final Audit audit;
  private final Consumer<OperationCommand> register;
  private final Consumer<OperationCommand> unregister;
  private final Map<CommandSource, List<OperationCommand>> guests = new LinkedHashMap<>();
  private final Map<CommandSource, List<Rejection>> rejected = new LinkedHashMap<>();

  /**
   * @param all every command there is, the server's own first; those of plug-ins are added to it
   */
  GuestCommands(
      List<OperationCommand> all,
      Renderer renderer,
      Audit audit,
      Consumer<OperationCommand> register,
      Consumer<OperationCommand> unregister) {
    this.all = all;
    this.renderer = renderer;
    this.audit = audit;
    this.register = register;
    this.unregister = unregister;
  }

  /**
   * @param offered asked before; no plug-in is called from here
   */
  synchronized void add(CommandSource source, String bundle, List<Command> offered) {
    List<OperationCommand> taken = new ArrayList<>();
    List<Rejection> refused = new ArrayList<>();
    for (Command command : offered) {
      String name = command.name();
      if (!NAME.matcher(name).matches()) {
        refused.add(new Rejection(bundle, name, "a command's name is like updateNotice"));
      } else if (name.equals(WatchCommand.NAME)
          || all.stream().anyMatch(c -> c.getName().equals(name))) {
        refused.add(new Rejection(bundle, name, "there is a command of that name"));
      } else {
        OperationCommand guest = new OperationCommand(operation(command), renderer, audit);
        all.add(guest);
        taken.add(guest);
        register.accept(guest);
      }
    }
    guests.put(source, taken);
    rejected.put(source, refused);
  }

  synchronized void remove(CommandSource source) {
    rejected.remove(source);
    List<OperationCommand> gone = guests.remove(source);
    if (gone != null) {
      all.removeAll(gone);
      gone.forEach(unregister);
    }
  }

  @Override
  public synchronized List<Rejection> rejections() {
    return rejected.values().stream().flatMap(List::stream).toList();
  }

  private static Operation operation(Command command) {
    return new Operation(
        command.name(),
        command.description(),
        null,
        List::of,
        () -> command.options().map(OperationTable::names).orElse(List.of()),
        List.of(),
        command.options().isEmpty(),
        a -> command.call().apply(command.options().map(a::patch).orElse(Map.of())));
  }
}
