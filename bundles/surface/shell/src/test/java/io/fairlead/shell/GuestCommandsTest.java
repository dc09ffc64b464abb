package io.fairlead.shell;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertNull;
import static org.junit.Assert.assertTrue;

import io.fairlead.kernel.command.Command;
import io.fairlead.kernel.command.CommandSource;
import io.fairlead.kernel.settings.Setting;
import io.fairlead.kernel.settings.Setting.Rule;
import io.fairlead.kernel.settings.Setting.Type;
import io.fairlead.kernel.settings.SettingsSchema;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.Test;

/** A plug-in's commands come and go, and take nobody's name. */
public class GuestCommandsTest {

  private static final SettingsSchema SCHEMA =
      new SettingsSchema(
          List.of(Setting.hot("most", Type.INTEGER, "1", Rule.ANY, "How many.")), List.of());

  private final List<OperationCommand> all = new CopyOnWriteArrayList<>();
  private final List<String> registered = new ArrayList<>();
  private final GuestCommands guests =
      new GuestCommands(
          all,
          new Renderer(),
          entry -> {},
          c -> registered.add(c.getName()),
          c -> registered.remove(c.getName()));
  private final List<Map<String, Object>> patches = new ArrayList<>();
  private final CommandSource source = this::offered;

  private List<Command> offered() {
    return List.of(
        Command.look("notice", "Shows it", () -> "all is well"),
        Command.change(
            "updateNotice",
            "Changes it",
            SCHEMA,
            patch -> {
              patches.add(patch);
              return null;
            }));
  }

  @Test
  public void theyAreCommandsLikeTheServersOwn() {
    guests.add(source, "notice", source.commands());
    assertEquals(List.of("notice", "updateNotice"), registered);
    Operation look = all.get(0).operation();
    assertTrue("can be watched", look.reads());
    assertEquals("all is well", look.call().apply(Arguments.of(look, List.of("--json"))));
    Operation change = all.get(1).operation();
    assertFalse("is audited", change.reads());
    assertNull(change.call().apply(Arguments.of(change, List.of("most=3"))));
    assertEquals(List.of(Map.of("most", 3L)), patches);
    guests.remove(source);
    assertEquals(List.of(), registered);
    assertEquals(List.of(), all);
  }

  @Test
  public void aNameThatIsTakenOrNoneIsRejectedAndSaysWhy() {
    guests.add(source, "one", source.commands());
    CommandSource other =
        () ->
            List.of(
                Command.look("notice", "", () -> ""),
                Command.look("watch", "", () -> ""),
                Command.look("no name", "", () -> ""),
                Command.look("other", "", () -> ""));
    guests.add(other, "two", other.commands());
    assertEquals(List.of("notice", "updateNotice", "other"), registered);
    assertEquals(
        List.of("notice", "watch", "no name"),
        guests.rejections().stream().map(r -> r.what()).toList());
    guests.remove(other);
    assertEquals(List.of(), guests.rejections());
    assertEquals(List.of("notice", "updateNotice"), registered);
  }
}
