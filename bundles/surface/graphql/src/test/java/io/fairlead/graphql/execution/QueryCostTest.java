package io.fairlead.graphql.execution;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import graphql.introspection.IntrospectionQueryBuilder;
import graphql.introspection.IntrospectionQueryBuilder.Options;
import io.fairlead.graphql.operation.FieldMeter;
import io.fairlead.graphql.operation.Limits;
import io.fairlead.graphql.operation.OperationContext;
import io.fairlead.graphql.operation.Streams;
import io.fairlead.graphql.operation.Threads;
import io.fairlead.graphql.schema.FragmentRegistry;
import io.fairlead.graphql.spi.Shape;
import io.fairlead.kernel.access.Caller;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.After;
import org.junit.Test;

public class QueryCostTest {

  /** Leads to itself, so that a query can be as deep as it likes. */
  public record Node(String name, @Nullable Node next, List<Node> all) {}

  private final Threads threads = new Threads();
  private final FragmentRegistry registry =
      new FragmentRegistry(new Streams(threads, () -> 1_000), threads, 0, System::nanoTime);
  private volatile Limits.Query limits = Limits.DEFAULTS.query();
  private final Engine engine = new Engine(registry::snapshot, () -> limits);

  public QueryCostTest() {
    Node node = new Node("n", null, List.of());
    registry.add(
        1, 0, "test", () -> f -> f.query("node", Shape.of(Node.class), "", arguments -> node));
    registry.apply();
  }

  @After
  public void close() {
    threads.close();
  }

  @Test
  public void fifteenLevelsAreAllowedAndNoMore() {
    assertEquals("", faults(nested(15)));
    assertEquals("depth: 16 (expected: <= 15)", faults(nested(16)));
  }

  @Test
  public void aChangedLimitHoldsForWhatWasAskedBefore() {
    assertEquals("", faults(nested(3)));
    limits = Limits.of(Limits.SCHEMA.read(Map.of("max_depth", "2"))).query();
    assertEquals("depth: 3 (expected: <= 2)", faults(nested(3)));
    limits = Limits.DEFAULTS.query();
    assertEquals("", faults(nested(3)));
  }

  @Test
  public void whatIsBelowListsCostsMore() {
    assertEquals("", faults("{node{all{all{all{name}}}}}"));
    assertTrue(faults("{node{all{all{all{all{name next{name}}}}}}}").startsWith("complexity: "));
    String many =
        IntStream.range(0, 501)
            .mapToObj(i -> "a" + i + ":node{name}")
            .collect(Collectors.joining());
    assertEquals("complexity: 1002 (expected: <= 1000)", faults("{" + many + "}"));
  }

  @Test
  public void fragmentsThatMultiplyAreRefusedAtOnce() {
    StringBuilder bomb = new StringBuilder("{...f0}");
    for (int i = 0; i < 200; i++) {
      bomb.append("fragment f" + i + " on Query{...f" + (i + 1) + " ...f" + (i + 1) + "}");
    }
    bomb.append("fragment f200 on Query{__typename}");
    assertTrue(faults(bomb.toString()).startsWith("fields: "));
    assertTrue(faults("{...a} fragment a on Query{...b} fragment b on Query{...a}").length() > 0);
  }

  @Test
  public void longTextsAreRefusedUnread() {
    assertTrue(faults("{" + "a ".repeat(5_001) + "}").length() > 0);
    assertTrue(faults("{node{name}}" + " ".repeat(100_000)).length() > 0);
    assertTrue(faults("{" + "a{".repeat(3_000)).length() > 0);
  }

  @Test
  public void theFullIntrospectionOfToolsPasses() {
    String full =
        IntrospectionQueryBuilder.build(
            Options.defaultOptions()
                .descriptions(true)
                .specifiedByUrl(true)
                .directiveIsRepeatable(true)
                .inputValueDeprecation(true)
                .isOneOf(true)
                .typeRefFragmentDepth(9));
    assertEquals("", faults(full));
    GraphqlRequest request = new GraphqlRequest(full, null, Map.of());
    Outcome outcome =
        engine.run(
            engine.prepare(request),
            request,
            new OperationContext(
                new Caller("a", Set.of(), ""),
                (caller, field) -> {},
                entry -> {},
                System::nanoTime,
                new FieldMeter((surface, operation, status, nanos) -> {}, System::nanoTime),
                Limits.DEFAULTS.operationTimeout()));
    Map<String, Object> answer = ((Outcome.Single) outcome).answer();
    assertEquals(null, answer.get("errors"));
  }

  @Test
  public void introspectionThatGoesInCirclesDoesNot() {
    GraphqlRequest request =
        new GraphqlRequest(
            "{__schema{types{fields{type{fields{type{fields{type{fields{name}}}}}}}}}}",
            null,
            Map.of());
    Outcome outcome =
        engine.run(
            engine.prepare(request),
            request,
            new OperationContext(
                new Caller("a", Set.of(), ""),
                (caller, field) -> {},
                entry -> {},
                System::nanoTime,
                new FieldMeter((surface, operation, status, nanos) -> {}, System::nanoTime),
                Limits.DEFAULTS.operationTimeout()));
    assertTrue(((Outcome.Single) outcome).answer().containsKey("errors"));
  }

  private String faults(String query) {
    Prepared prepared = engine.prepare(new GraphqlRequest(query, null, Map.of()));
    return prepared.errors().stream()
        .map(e -> String.valueOf(e.get("message")))
        .collect(Collectors.joining("; "));
  }

  private static String nested(int levels) {
    return "{node" + "{next".repeat(levels - 2) + "{name}" + "}".repeat(levels - 2) + "}";
  }
}
