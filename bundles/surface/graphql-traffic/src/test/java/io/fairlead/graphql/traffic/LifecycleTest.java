package io.fairlead.graphql.traffic;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import io.fairlead.traffic.pool.RecycleRequest;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.After;
import org.junit.Test;

public class LifecycleTest {

  private final TestSurface surface = new TestSurface();

  @After
  public void close() {
    surface.close();
  }

  @Test
  public void aPolicyIsShownAndChanged() {
    assertEquals(
        "{lifecyclePolicy={aging={type=time, maxLifetimeSecs=3600}, validation={query=null}}}",
        data("{lifecyclePolicy(poolId:\"main\"){aging{type maxLifetimeSecs} validation{query}}}"));
    assertEquals(
        "{updateLifecyclePolicy={aging={type=usage}, reset={customResetQueries=[a, b]}}}",
        data(
            "mutation{updateLifecyclePolicy(poolId:\"main\",policy:{aging:{type:\"usage\"},"
                + "reset:{customResetQueries:[\"a\",\"b\"]}})"
                + "{aging{type} reset{customResetQueries}}}"));
    String wrong =
        surface
            .ask(
                "mutation{updateLifecyclePolicy(poolId:\"main\",policy:{aging:{type:\"luck\"}})"
                    + "{recycling}}")
            .toString();
    assertTrue(wrong, wrong.contains("aging.type") && wrong.contains("INVALID"));
  }

  @Test
  public void aRecycleSaysHowFarItIs() {
    assertEquals(
        "{recycleConnections={total=3, done=1, failed=0}}",
        data(
            "mutation{recycleConnections(poolId:\"main\",recycle:{connectionIds:[\"4\"],"
                + "partition:\"gold\"}){total done failed}}"));
    data("mutation{recycleConnections(poolId:\"main\"){total}}");
    assertEquals(
        List.of(
            new RecycleRequest(
                Optional.of(Set.of(4L)), Optional.of("gold"), true, Optional.empty()),
            new RecycleRequest(Optional.empty(), Optional.empty(), true, Optional.empty())),
        surface.lives.recycled);
    assertEquals(
        "{lifecycleStats={recycle={total=3}, ages={oldestSecs=2}}}",
        data("{lifecycleStats(poolId:\"main\"){recycle{total} ages{oldestSecs}}}"));
  }

  @Test
  public void leaksAreShownAndForgotten() {
    assertEquals(
        "{connectionLeaks={totalLeaks=4, detectedLeaks=[{connectionId=7, state=out}]}}",
        data("{connectionLeaks(poolId:\"main\"){totalLeaks detectedLeaks{connectionId state}}}"));
    assertEquals("{clearLeaks=1}", data("mutation{clearLeaks(poolId:\"main\")}"));
  }

  @Test
  public void anUnknownPoolIsNullToAQueryAndAnErrorToAMutation() {
    assertEquals("{connectionLeaks=null}", data("{connectionLeaks(poolId:\"none\"){totalLeaks}}"));
    assertEquals("{lifecycleStats=null}", data("{lifecycleStats(poolId:\"none\"){degraded}}"));
    String error = surface.ask("mutation{clearLeaks(poolId:\"none\")}").toString();
    assertTrue(error, error.contains("NOT_FOUND"));
  }

  private String data(String query) {
    Map<String, Object> answer = surface.ask(query);
    assertTrue(answer.toString(), answer.get("errors") == null);
    return String.valueOf(answer.get("data"));
  }
}
