package io.fairlead.graphql.schema;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertSame;
import static org.junit.Assert.assertTrue;

import io.fairlead.graphql.operation.Streams;
import io.fairlead.graphql.operation.Threads;
import io.fairlead.graphql.spi.Argument;
import io.fairlead.graphql.spi.FragmentBuilder;
import io.fairlead.graphql.spi.GraphqlFragment;
import io.fairlead.graphql.spi.Shape;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import org.junit.After;
import org.junit.Test;

public class FragmentRegistryTest {

  public record Point(int x, int y) {}

  public record Dated(LocalDate day) {}

  private final Threads threads = new Threads();
  private final Streams streams = new Streams(threads, () -> 1_000);
  private final FragmentRegistry registry =
      new FragmentRegistry(streams, threads, 0, System::nanoTime);

  @After
  public void close() {
    threads.close();
  }

  @Test
  public void nothingCanBeAskedUntilThereIsAQuery() {
    registry.apply();
    assertTrue(registry.snapshot().isEmpty());
    offer(1, f -> f.mutation("act", Shape.INT, "", a -> 1));
    assertTrue(registry.snapshot().isEmpty());
    offer(2, f -> f.query("see", Shape.INT, "", a -> 1));
    assertEquals(Set.of("see"), queries());
  }

  @Test
  public void theSchemaIsMadeOnChangeOnly() {
    offer(1, f -> f.query("see", Shape.INT, "", a -> 1));
    Snapshot first = registry.snapshot().orElseThrow();
    registry.apply();
    assertSame(first, registry.snapshot().orElseThrow());
    offer(2, f -> f.query("more", Shape.INT, "", a -> 1));
    assertEquals(Set.of("see", "more"), queries());
    registry.remove(2);
    registry.apply();
    assertEquals(Set.of("see"), queries());
  }

  private static final class See implements GraphqlFragment {
    @Override
    public void describe(FragmentBuilder fragment) {
      fragment.query("see", Shape.INT, "", arguments -> 1);
    }
  }

  @Test
  public void aFragmentStaysForAMomentAndLongerWhenItsBundleIsOnItsWay() {
    AtomicLong now = new AtomicLong();
    FragmentRegistry lingering = new FragmentRegistry(streams, threads, 10, now::get);
    lingering.add(1, 0, "a", See::new);
    lingering.add(2, 0, "b", () -> f -> f.query("other", Shape.INT, "", a -> 1));
    lingering.apply();
    Snapshot before = lingering.snapshot().orElseThrow();
    assertEquals(10, lingering.remove(1));
    lingering.remove(2);
    lingering.returns("a");
    now.set(9);
    lingering.apply();
    assertSame(before, lingering.snapshot().orElseThrow());
    now.set(10);
    lingering.apply();
    assertEquals(Set.of("see"), queries(lingering));
    lingering.add(3, 0, "a", See::new);
    lingering.apply();
    Snapshot after = lingering.snapshot().orElseThrow();
    lingering.remove(3);
    now.set(20);
    lingering.apply();
    assertTrue("the one that was replaced does not come back", after != before);
    assertEquals(true, lingering.snapshot().isEmpty());
  }

  private static final class Torn implements GraphqlFragment {
    private final boolean whole;

    Torn(boolean whole) {
      this.whole = whole;
    }

    @Override
    public void describe(FragmentBuilder fragment) {
      if (!whole) {
        throw new NoClassDefFoundError("com/example/Gone");
      }
      fragment.query("see", Shape.INT, "", arguments -> 1);
    }
  }

  @Test
  public void oneThatCannotBeDescribedDoesNotReplaceWhatStays() {
    FragmentRegistry lingering = new FragmentRegistry(streams, threads, 10, () -> 0);
    lingering.add(1, 0, "a", () -> new Torn(true));
    lingering.apply();
    lingering.remove(1);
    lingering.add(2, 0, "a", () -> new Torn(false));
    lingering.apply();
    assertEquals(Set.of("see"), queries(lingering));
    lingering.remove(2);
    lingering.apply();
    assertEquals(Set.of("see"), queries(lingering));
  }

  @Test
  public void oneThatGoesWhileTheSchemaIsMadeDoesNotReplaceItself() {
    FragmentRegistry lingering = new FragmentRegistry(streams, threads, 10, () -> 0);
    lingering.add(1, 0, "a", See::new);
    lingering.apply();
    lingering.add(
        2,
        0,
        "b",
        () -> {
          lingering.remove(1);
          return f -> f.query("other", Shape.INT, "", a -> 1);
        });
    lingering.apply();
    lingering.remove(2);
    lingering.apply();
    assertEquals(Set.of("see", "other"), queries(lingering));
  }

  @Test
  public void theFirstComeKeepsItsFieldAndTheOtherIsRejectedWhole() {
    offer(1, f -> f.query("see", Shape.INT, "", a -> 1));
    offer(2, f -> f.query("other", Shape.INT, "", a -> 2).mutation("see", Shape.INT, "", a -> 2));
    assertEquals(Set.of("see"), queries());
    assertRejected("Mutation.see is offered by ", "(rule: a field's name is given once)");
    registry.remove(1);
    registry.apply();
    assertEquals(Set.of("other"), queries());
    assertEquals(List.of(), registry.rejections());
  }

  @Test
  public void aTypeStandsForOneForm() {
    offer(1, f -> f.query("a", Shape.of(Point.class), "", a -> new Point(1, 2)));
    offer(2, f -> f.query("b", Shape.of(Point.class), "", a -> new Point(1, 2)));
    assertEquals("the same record twice is one type", Set.of("a", "b"), queries());
    offer(
        3,
        f ->
            f.type(Point.class, "Point", Map.of("x", "left"))
                .query("c", Shape.of(Point.class), "", a -> new Point(1, 2)));
    assertRejected("type Point is another one in ", "(rule: a type's name stands for one form)");
    assertEquals(Set.of("a", "b"), queries());
  }

  @Test
  public void aBrokenFragmentIsRejectedWithClassFieldAndRule() {
    offer(1, f -> f.query("fine", Shape.INT, "", a -> 1));
    offer(2, f -> f.query("dated", Shape.of(Dated.class), "", a -> 1));
    assertRejected(
        Dated.class.getName() + ".day: java.time.LocalDate has no GraphQL type",
        "(rule: a component is a boolean, number, String, Instant, enum, Map, List or record)");
    offer(2, f -> f.query("Bad-Name", Shape.INT, "", a -> 1));
    assertRejected("Query.Bad-Name: \"Bad-Name\" is no field's name", "(rule: [a-z]");
    offer(
        2,
        f -> {
          throw new IllegalStateException("no");
        });
    assertRejected("describe failed with java.lang.IllegalStateException: no", "(rule: ");
    offer(2, f -> f.type(Point.class, "Point", Map.of("z", "depth")));
    assertRejected("has no component z", "(rule: only a component is renamed)");
    offer(2, f -> f.query("x", Shape.INT, "", a -> 1, Argument.of("in", Shape.of(Point.class))));
    assertRejected("Query.x(in): ", "cannot come in");
    assertEquals(Set.of("fine"), queries());
    registry.add(2, 0, "test", () -> null);
    registry.apply();
    assertRejected("its fragment does not start", "");
  }

  @Test
  public void theHigherRankingWinsWhateverCameFirst() {
    offer(1, f -> f.query("see", Shape.INT, "low", a -> 1));
    registry.add(2, 10, "test", () -> f -> f.query("see", Shape.INT, "high", a -> 1));
    registry.apply();
    assertEquals(
        "high",
        registry
            .snapshot()
            .orElseThrow()
            .schema()
            .getQueryType()
            .getFieldDefinition("see")
            .getDescription());
  }

  private void offer(long id, GraphqlFragment fragment) {
    registry.remove(id);
    registry.apply();
    registry.add(id, 0, "test", () -> fragment);
    registry.apply();
  }

  private Set<String> queries() {
    return queries(registry);
  }

  private static Set<String> queries(FragmentRegistry of) {
    return of.snapshot().orElseThrow().schema().getQueryType().getFieldDefinitions().stream()
        .map(f -> f.getName())
        .collect(Collectors.toSet());
  }

  private void assertRejected(String what, String rule) {
    assertEquals(registry.rejections().toString(), 1, registry.rejections().size());
    String reason = registry.rejections().get(0).reason();
    assertTrue(reason, reason.contains(what) && reason.contains(rule));
    assertEquals("test", registry.rejections().get(0).bundle());
  }
}
