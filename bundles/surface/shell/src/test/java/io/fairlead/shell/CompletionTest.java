package io.fairlead.shell;

import static org.junit.Assert.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.apache.karaf.shell.api.console.CommandLine;
import org.apache.karaf.shell.api.console.Completer;
import org.junit.Test;

/** What Tab offers. The shell asks every command about every line. */
public class CompletionTest {

  private final List<OperationCommand> operations = new ArrayList<>();

  public CompletionTest() {
    OperationTable table = new OperationTable();
    table.show("pool", "", "pool", () -> List.of("main", "mine", "orders"), a -> null);
    table.list("pools", "", List.of("state"), List.of(), a -> null);
    table.add(
        "changePool",
        "",
        "pool",
        () -> List.of("main"),
        () -> List.of("max", "min", "properties.*"),
        a -> null);
    table.all().forEach(o -> operations.add(new OperationCommand(o, new Renderer(), entry -> {})));
  }

  @Test
  public void namesOfCommands() {
    assertEquals("pool pools", offered("po"));
    assertEquals("fairlead:pool fairlead:pools", offered("fairlead:po"));
    assertEquals("watch", offered("wat"));
    assertEquals("", offered("nosuch"));
  }

  @Test
  public void namesOfThings() {
    assertEquals("main mine", offered("pool m"));
    assertEquals("main", offered("fairlead:changePool "));
    assertEquals("orders", offered("watch pool ord"));
  }

  @Test
  public void namesOfOptions() {
    assertEquals("max= min=", offered("changePool main m"));
    assertEquals("properties.", offered("changePool main max=1 pro"));
    assertEquals("--json state=", offered("pools "));
    assertEquals("--json state=", offered("watch pools "));
    assertEquals("--json", offered("pool main --"));
  }

  @Test
  public void onlyWhatLooksCanBeWatched() {
    assertEquals("pool pools", offered("watch "));
    assertEquals("", offered("watch changePool m"));
  }

  @Test
  public void nothingBehindACommandOfSomebodyElse() {
    assertEquals("", offered("help m"));
  }

  private String offered(String typed) {
    List<String> candidates = new ArrayList<>();
    List<Completer> all = new ArrayList<>();
    operations.forEach(c -> all.add(c.getCompleter(true)));
    all.add(new WatchCommand(operations, new Renderer(), 1_000).getCompleter(true));
    Line line = new Line(typed);
    for (Completer completer : all) {
      List<String> own = new ArrayList<>();
      int position = completer.complete(null, line, own);
      assertEquals(own.isEmpty() ? -1 : typed.lastIndexOf(' ') + 1, position);
      candidates.addAll(own);
    }
    return String.join(" ", new TreeSet<>(candidates));
  }

  /** A line with the cursor at its end. */
  private record Line(String typed) implements CommandLine {

    @Override
    public int getCursorArgumentIndex() {
      return getArguments().length - 1;
    }

    @Override
    public String getCursorArgument() {
      return getArguments()[getCursorArgumentIndex()];
    }

    @Override
    public int getArgumentPosition() {
      return getCursorArgument().length();
    }

    @Override
    public String[] getArguments() {
      return typed.split(" ", -1);
    }

    @Override
    public int getBufferPosition() {
      return typed.length();
    }

    @Override
    public String getBuffer() {
      return typed;
    }
  }
}
