package io.fairlead.graphql.traffic;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertNotNull;
import static org.junit.Assert.assertTrue;

import graphql.schema.GraphQLArgument;
import graphql.schema.GraphQLFieldDefinition;
import graphql.schema.GraphQLFieldsContainer;
import graphql.schema.GraphQLInputObjectField;
import graphql.schema.GraphQLInputObjectType;
import graphql.schema.GraphQLNonNull;
import graphql.schema.GraphQLObjectType;
import graphql.schema.GraphQLTypeUtil;
import io.fairlead.graphql.spi.Names;
import io.fairlead.kernel.settings.SettingsSchema;
import io.fairlead.traffic.event.ConnectionEvent;
import io.fairlead.traffic.event.SessionEvent;
import io.fairlead.traffic.network.NetworkConnection;
import io.fairlead.traffic.network.NetworkStatus;
import io.fairlead.traffic.network.ProtocolConfig;
import io.fairlead.traffic.pool.BudgetView;
import io.fairlead.traffic.pool.ConnectionView;
import io.fairlead.traffic.pool.LeaksView;
import io.fairlead.traffic.pool.LifecyclePolicy;
import io.fairlead.traffic.pool.LifecycleStats;
import io.fairlead.traffic.pool.PartitionStats;
import io.fairlead.traffic.pool.PartitionView;
import io.fairlead.traffic.pool.PoolStats;
import io.fairlead.traffic.pool.PoolView;
import io.fairlead.traffic.pool.WaitQueueStats;
import io.fairlead.traffic.pool.WaitQueueView;
import io.fairlead.traffic.pool.WaiterView;
import io.fairlead.traffic.session.SessionStats;
import io.fairlead.traffic.session.SessionView;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.lang.reflect.RecordComponent;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.After;
import org.junit.Test;

/** Holds the schema to copies of the contract, and to the records that REST shows. */
public class ParityTest {

  private final TestSurface surface = new TestSurface();

  @After
  public void close() {
    surface.close();
  }

  @Test
  public void rootFieldsAreThoseOfTheContract() throws Exception {
    for (String[] row : rows("graphql.tsv")) {
      GraphQLFieldDefinition field = root(row[0]).getFieldDefinition(row[1]);
      assertNotNull(row[1], field);
      assertEquals(row[1], row[3], GraphQLTypeUtil.simplePrint(field.getType()));
      Map<String, String> wanted = pairs(row[2]);
      wanted.forEach(
          (name, type) ->
              assertEquals(
                  row[1] + "(" + name + ")",
                  type,
                  GraphQLTypeUtil.simplePrint(field.getArgument(name).getType())));
      for (GraphQLArgument argument : field.getArguments()) {
        boolean required = argument.getType() instanceof GraphQLNonNull;
        assertTrue(row[1] + argument, wanted.containsKey(argument.getName()) || !required);
      }
    }
  }

  @Test
  public void typesHaveTheFieldsOfTheContract() throws Exception {
    for (String[] row : rows("graphql-types.tsv")) {
      pairs(row[2])
          .forEach(
              (name, type) -> {
                String got = fieldType(row[0], row[1], name);
                assertTrue(row[1] + "." + name + ": " + got, type.isEmpty() || type.equals(got));
              });
    }
  }

  @Test
  public void theOperationsOfRestAreThereByName() {
    assertEquals(
        Set.of(
            "connectionPools",
            "connectionPool",
            "poolStats",
            "poolDecisions",
            "partitions",
            "partition",
            "partitionStats",
            "budgets",
            "budget",
            "waitQueue",
            "waitQueueStats",
            "lifecyclePolicy",
            "lifecycleStats",
            "connectionLeaks",
            "connections",
            "connection",
            "sessions",
            "session",
            "sessionStats",
            "networkStatus",
            "networkConnections",
            "networkConnection",
            "protocolConfig"),
        names(root("query")));
    assertEquals(
        Set.of(
            "createPool",
            "updatePoolConfig",
            "deletePool",
            "drainPool",
            "pausePool",
            "resumePool",
            "createPartition",
            "updatePartition",
            "deletePartition",
            "createBudget",
            "updateBudget",
            "deleteBudget",
            "clearWaitQueue",
            "updateLifecyclePolicy",
            "recycleConnections",
            "clearLeaks",
            "killConnection",
            "terminateSession",
            "closeNetworkConnection",
            "updateProtocolConfig"),
        names(root("mutation")));
  }

  @Test
  public void everyFieldThatRestShowsIsShownUnderItsName() {
    same(PoolView.class, "ConnectionPool", NamingExceptions.POOL);
    same(PoolView.CreationThrottle.class, "CreationThrottle", Map.of());
    same(PoolView.LastError.class, "LastError", Map.of());
    same(PoolView.Partitioning.class, "Partitioning", Map.of());
    same(PartitionView.class, "Partition", Map.of());
    same(PartitionView.Limits.class, "PartitionLimits", Map.of());
    same(PartitionStats.class, "PartitionStats", Map.of());
    same(BudgetView.class, "Budget", Map.of());
    same(BudgetView.Member.class, "BudgetMember", Map.of());
    same(WaitQueueView.class, "WaitQueue", Map.of());
    same(WaiterView.class, "Waiter", Map.of());
    same(WaitQueueStats.class, "WaitQueueStats", Map.of());
    same(LifecyclePolicy.class, "LifecyclePolicy", Map.of());
    same(LifecyclePolicy.Aging.class, "Aging", Map.of());
    same(LifecycleStats.class, "LifecycleStats", Map.of());
    same(LifecycleStats.Recycle.class, "Recycle", Map.of());
    same(LeaksView.class, "Leaks", Map.of());
    same(LeaksView.LeakView.class, "ConnectionLeak", Map.of());
    same(PoolStats.class, "PoolStats", NamingExceptions.POOL_STATS);
    same(PoolStats.Percentiles.class, "Percentiles", Map.of());
    same(ConnectionView.class, "Connection", NamingExceptions.HOLDER);
    same(SessionView.class, "Session", NamingExceptions.HOLDER);
    same(SessionStats.class, "SessionStats", Map.of());
    same(NetworkStatus.class, "NetworkStatus", Map.of());
    same(NetworkConnection.class, "NetworkConnection", Map.of());
    same(ProtocolConfig.class, "ProtocolConfig", Map.of());
    same(ConnectionEvent.class, "ConnectionEvent", Map.of());
    same(SessionEvent.class, "SessionEvent", Map.of());
  }

  @Test
  public void everySettingCanBeSetUnderItsName() {
    Set<String> pool = settable(FakeTraffic.POOL_SETTINGS, NamingExceptions.POOL_CONFIG);
    pool.add("name");
    assertEquals(pool, inputs("PoolConfigInput"));
    assertEquals(
        settable(FakeTraffic.PROTOCOL_SETTINGS, NamingExceptions.PROTOCOL_CONFIG),
        inputs("ProtocolConfigInput"));
    assertEquals(Set.of("perSecond", "burst"), inputs("CreationThrottleInput"));
  }

  private void same(Class<?> source, String type, Map<String, String> exceptions) {
    Set<String> wanted =
        Arrays.stream(source.getRecordComponents())
            .map(RecordComponent::getName)
            .map(ParityTest::snake)
            .map(rest -> exceptions.getOrDefault(Names.camel(rest), Names.camel(rest)))
            .collect(Collectors.toCollection(TreeSet::new));
    assertEquals(type, wanted, names((GraphQLObjectType) surface.schema().getType(type)));
  }

  private static Set<String> settable(SettingsSchema schema, Map<String, String> exceptions) {
    return schema.settings().stream()
        .map(setting -> setting.name().replaceAll("\\..*", ""))
        .map(rest -> exceptions.getOrDefault(rest, Names.camel(rest)))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private Set<String> inputs(String type) {
    return ((GraphQLInputObjectType) surface.schema().getType(type))
        .getFieldDefinitions().stream()
            .map(GraphQLInputObjectField::getName)
            .collect(Collectors.toCollection(TreeSet::new));
  }

  private static Set<String> names(GraphQLFieldsContainer type) {
    return type.getFieldDefinitions().stream()
        .map(GraphQLFieldDefinition::getName)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private GraphQLObjectType root(String kind) {
    return switch (kind) {
      case "query" -> surface.schema().getQueryType();
      case "mutation" -> surface.schema().getMutationType();
      default -> surface.schema().getSubscriptionType();
    };
  }

  private String fieldType(String kind, String type, String field) {
    if (kind.equals("input")) {
      return GraphQLTypeUtil.simplePrint(
          ((GraphQLInputObjectType) surface.schema().getType(type)).getField(field).getType());
    }
    GraphQLFieldDefinition definition =
        ((GraphQLObjectType) surface.schema().getType(type)).getFieldDefinition(field);
    assertNotNull(type + "." + field, definition);
    return GraphQLTypeUtil.simplePrint(definition.getType());
  }

  /** As REST's JSON does. */
  private static String snake(String camel) {
    return camel.replaceAll("([A-Z])", "_$1").toLowerCase(java.util.Locale.ROOT);
  }

  private static Map<String, String> pairs(String text) {
    Map<String, String> result = new LinkedHashMap<>();
    for (String pair : text.replaceAll("\\([^)]*\\)", "").split(",")) {
      String[] parts = pair.trim().split(":");
      if (!parts[0].isEmpty()) {
        result.put(parts[0].trim(), parts.length > 1 ? parts[1].trim() : "");
      }
    }
    return result;
  }

  private static List<String[]> rows(String name) throws Exception {
    try (BufferedReader reader =
        new BufferedReader(
            new InputStreamReader(
                ParityTest.class.getResourceAsStream("/contract/" + name),
                StandardCharsets.UTF_8))) {
      List<String[]> rows =
          reader.lines().filter(l -> !l.startsWith("#")).map(l -> l.split("\t", -1)).toList();
      assertTrue(name, rows.size() > 10);
      return rows;
    }
  }
}
