package io.fairlead.graphql.traffic;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import io.fairlead.traffic.pool.ClearRequest;
import io.fairlead.traffic.pool.Priority;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.After;
import org.junit.Test;

public class PartitionsTest {

  private final TestSurface surface = new TestSurface();

  @After
  public void close() {
    surface.close();
  }

  @Test
  public void aPartitionIsSetFlatAndShownWithItsLimits() {
    assertEquals(
        Map.of(
            "createPartition",
            Map.of(
                "name",
                "gold",
                "type",
                "tenant",
                "limits",
                Map.of("memoryLimitBytes", "4294967296"))),
        data(
            "mutation { createPartition(poolId: \"main\", partition: {name: \"gold\", type:"
                + " \"tenant\", maxConnections: 3, minConnections: 1, memoryLimitBytes:"
                + " 4294967296}) { name type limits { memoryLimitBytes } } }"));
    assertEquals("3", surface.partitions.stored.get("gold").get("limits.max_connections"));
    data(
        "mutation { updatePartition(poolId: \"main\", name: \"gold\", partition:"
            + " {maxConnections: 4, memoryLimitBytes: null}) { name } }");
    assertEquals(
        Map.of(
            "type", "tenant",
            "limits.max_connections", "4",
            "limits.min_connections", "1",
            "limits.memory_limit_bytes", ""),
        surface.partitions.stored.get("gold"));
    assertEquals(
        Map.of("deletePartition", true),
        data("mutation { deletePartition(poolId: \"main\", name: \"gold\") }"));
  }

  @Test
  public void whatIsWrongIsNamedAsItWasGiven() {
    String answer =
        surface
            .ask(
                "mutation { createPartition(poolId: \"main\", partition: {name: \"gold\", type:"
                    + " \"tenant\", maxConnections: -3, minConnections: 1}) { name } }")
            .toString();
    assertTrue(answer, answer.contains("maxConnections") && !answer.contains("limits."));
  }

  @Test
  public void anUnknownPoolOrPartitionIsNullForAQueryAndAnErrorForAMutation() {
    assertEquals(
        "{partition=null, partitionStats=null, waitQueue=null, waitQueueStats=null}",
        data("{ partition(poolId: \"main\", name: \"no\") { name } partitionStats(poolId:"
                + " \"no\", name: \"no\") { name } waitQueue(poolId: \"no\") { size }"
                + " waitQueueStats(poolId: \"no\") { poolId } }")
            .toString());
    for (String mutation :
        List.of(
            "deletePartition(poolId: \"main\", name: \"no\")", "clearWaitQueue(poolId: \"no\")")) {
      String answer = surface.ask("mutation { " + mutation + " }").toString();
      assertTrue(answer, answer.contains("NOT_FOUND"));
    }
  }

  @Test
  public void theQueueIsPagedAndCleared() {
    assertEquals(
        "{waitQueue={size=1, max=1000, hasNext=false, data=[{owner=session 3, boosted=1}]}}",
        data("{ waitQueue(poolId: \"main\", page: 1, pageSize: 5) { size max hasNext data { owner"
                + " boosted } } }")
            .toString());
    assertEquals(
        Map.of("clearWaitQueue", 7),
        data("mutation { clearWaitQueue(poolId: \"main\", priority: \"low\") }"));
    assertEquals(
        List.of(new ClearRequest(Optional.of(Priority.LOW), Optional.empty())),
        surface.partitions.cleared);
  }

  private Object data(String query) {
    Map<String, Object> answer = surface.ask(query);
    assertTrue(answer.toString(), answer.get("data") != null && answer.get("errors") == null);
    return answer.get("data");
  }
}
