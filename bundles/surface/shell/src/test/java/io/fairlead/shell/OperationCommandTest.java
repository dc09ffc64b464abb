package io.fairlead.shell;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import io.fairlead.kernel.audit.AuditEntry;
import io.fairlead.kernel.error.Conflict;
import io.fairlead.kernel.settings.Setting;
import io.fairlead.kernel.settings.Setting.Rule;
import io.fairlead.kernel.settings.Setting.Type;
import io.fairlead.kernel.settings.SettingsSchema;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.apache.karaf.shell.api.console.Session;
import org.apache.karaf.shell.api.console.Terminal;
import org.jspecify.annotations.Nullable;
import org.junit.Test;

/** A command that changes something is audited, and asks for secrets instead of taking them. */
public class OperationCommandTest {

  private static final SettingsSchema PASSWORD =
      new SettingsSchema(
          List.of(
              Setting.hot("current", Type.TEXT, null, Rule.ANY, "").asRequired().asSecret(),
              Setting.hot("new", Type.TEXT, null, Rule.ANY, "").asRequired().asSecret()),
          List.of());

  private final List<AuditEntry> audited = new ArrayList<>();
  private final List<Map<String, String>> called = new ArrayList<>();
  private final ByteArrayOutputStream shown = new ByteArrayOutputStream();
  private @Nullable String asked;

  @Test
  public void whatChangesSomethingIsAuditedAndALookIsNot() {
    run(operation(false, a -> null), session("", false), "eve");
    run(operation(true, a -> null), session("", false), "eve");
    assertEquals(
        List.of(new AuditEntry("root", "", "shell", "change", "eve", null, null, "OK")), audited);
    audited.clear();
    assertThrows(
        FairleadCommand.CommandFailed.class,
        () ->
            run(
                operation(
                    false,
                    a -> {
                      throw new Conflict("taken");
                    }),
                session("", false),
                "eve"));
    assertEquals("CONFLICT", audited.get(0).outcome());
  }

  @Test
  public void secretsComeFromTheInputWithoutATerminal() {
    run(changePassword(), session("old one\r\nnew one\n", false), "eve");
    assertEquals(List.of(Map.of("current", "old one", "new", "new one")), called);
    assertFalse(audited.toString().contains("one"));
  }

  @Test
  public void secretsAreTypedUnseenAtATerminal() {
    run(changePassword(), session("", true), "eve", "new=given");
    assertEquals(List.of(Map.of("current", "typed", "new", "given")), called);
    assertEquals("current: *", asked);
  }

  @Test
  public void withoutAnAnswerTheSchemaSaysWhatIsMissing() {
    FairleadCommand.CommandFailed failed =
        assertThrows(
            FairleadCommand.CommandFailed.class,
            () -> run(changePassword(), session("", false), "eve"));
    assertTrue(failed.getMessage(), failed.getMessage().contains("current"));
  }

  private Operation changePassword() {
    return operation(
        false,
        a -> {
          called.add(PASSWORD.merge(Map.of(), a.patch(PASSWORD), Set.of()));
          return null;
        });
  }

  private static Operation operation(boolean reads, Function<Arguments, @Nullable Object> call) {
    return new Operation(
        "change", "", "user", List::of, () -> List.of("current", "new"), List.of(), reads, call);
  }

  private void run(Operation operation, Session session, String... words) {
    new OperationCommand(operation, new Renderer(), audited::add)
        .execute(session, List.of((Object[]) words));
  }

  private Session session(String input, boolean terminal) {
    ByteArrayInputStream keyboard = new ByteArrayInputStream(input.getBytes(UTF_8));
    PrintStream console = new PrintStream(shown, true, UTF_8);
    Object screen =
        terminal
            ? Proxy.newProxyInstance(
                getClass().getClassLoader(),
                new Class<?>[] {Terminal.class},
                (proxy, method, arguments) -> null)
            : null;
    return (Session)
        Proxy.newProxyInstance(
            getClass().getClassLoader(),
            new Class<?>[] {Session.class},
            (proxy, method, arguments) ->
                switch (method.getName()) {
                  case "getConsole" -> console;
                  case "getKeyboard" -> keyboard;
                  case "getTerminal" -> screen;
                  case "get" -> "root";
                  case "readLine" -> {
                    asked = "" + arguments[0] + arguments[1];
                    yield "typed";
                  }
                  default -> throw new UnsupportedOperationException(method.getName());
                });
  }
}
