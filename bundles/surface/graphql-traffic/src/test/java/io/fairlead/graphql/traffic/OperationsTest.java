package io.fairlead.graphql.traffic;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import java.util.List;
import java.util.Map;
import org.junit.After;
import org.junit.Test;

public class OperationsTest {

  private final TestSurface surface = new TestSurface();

  @After
  public void close() {
    surface.close();
  }

  @Test
  public void aPoolIsShownAsRestShowsIt() {
    assertEquals(
        "{connectionPools=[{poolId=main, connectionTimeoutSeconds=30, idleTimeoutSecs=600,"
            + " waitQueueLength=2, creationThrottle={burst=10}, validationSkipMs=500.0,"
            + " properties={a_b=c}, transactionTimeoutSecs=null,"
            + " lastError={at=2030-01-02T03:04:05Z, text=refused}, dataSource=fairlead/main}]}",
        data(
            "{connectionPools{poolId connectionTimeoutSeconds idleTimeoutSecs waitQueueLength"
                + " creationThrottle{burst} validationSkipMs properties transactionTimeoutSecs"
                + " lastError{at text} dataSource}}"));
    assertEquals(
        "{poolStats={connectionsCreated=50, connectionsAcquired=1, waitQueueLength=2,"
            + " avgWaitTimeMs=0.5}}",
        data(
            "{poolStats(poolId:\"main\"){connectionsCreated connectionsAcquired waitQueueLength"
                + " avgWaitTimeMs}}"));
  }

  @Test
  public void thePoolsDecisionsAreShownWithTheirReasons() {
    assertEquals(
        "{poolDecisions=[{from=4, to=5, reason=1 waiting, p95 wait 3 ms}]}",
        data("{poolDecisions(poolId:\"main\"){from to reason}}"));
  }

  @Test
  public void anUnknownIdIsNull() {
    for (String id :
        List.of("no-such-thing", "99", "-1", "+1", "0", "1e3", "99999999999999999999")) {
      assertEquals(
          id,
          "{connectionPool=null, poolStats=null, poolDecisions=null, connection=null, session=null,"
              + " networkConnection=null}",
          data(
              "{connectionPool(id:$){poolId} poolStats(poolId:$){poolId}"
                      .replace("$", "\"" + id + "\"")
                  + " poolDecisions(poolId:$){from}".replace("$", "\"" + id + "\"")
                  + " connection(id:$){state} session(id:$){state} networkConnection(id:$){state}}"
                      .replace("$", "\"" + id + "\"")));
    }
  }

  @Test
  public void anUnknownIdIsAnErrorForWhatActs() {
    for (String field :
        List.of(
            "updatePoolConfig(poolId:$,config:{}){poolId}",
            "deletePool(poolId:$)",
            "drainPool(poolId:$)",
            "pausePool(poolId:$){poolId}",
            "resumePool(poolId:$){poolId}",
            "killConnection(connectionId:$)",
            "terminateSession(sessionId:$)",
            "closeNetworkConnection(connectionId:$)")) {
      Map<String, Object> answer =
          surface.ask("mutation{" + field.replace("$", "\"no-such-thing\"") + "}");
      assertTrue(field + answer, answer.toString().contains("code=NOT_FOUND"));
    }
    assertEquals(List.of(), surface.traffic.done);
  }

  @Test
  public void aChangeGoesOnInTheNamesOfRest() {
    assertEquals(
        "{updatePoolConfig={minConnections=7, revision=r7}}",
        data(
            "mutation{updatePoolConfig(poolId:\"main\",ifMatch:\"r5\",config:{minConnections:7,"
                + "connectionTimeout:9,idleTimeout:null,validationSkipMs:250,"
                + "properties:{a_b:\"x\"},creationThrottle:{perSecond:4}}){minConnections"
                + " revision}}"));
    assertEquals(
        List.of(
            "update main {connection_timeout_secs=9, creation_throttle={per_second=4},"
                + " idle_timeout_secs=null, min_connections=7, properties={a_b=x},"
                + " validation_skip_ms=250}"),
        surface.traffic.done);
    assertEquals(
        "{updateProtocolConfig={timeoutSecs=60}}",
        data(
            "mutation{updateProtocolConfig(config:{timeout:60,keepAliveInterval:5,"
                + "maxResultBytes:\"500000000\"}){timeoutSecs}}"));
    assertEquals(
        "protocol {keep_alive_interval_secs=5, max_result_bytes=500000000, timeout_secs=60}",
        surface.traffic.done.get(1));
  }

  @Test
  public void everyWrongFieldIsNamedAsItWasWritten() {
    String answer =
        surface
            .ask(
                "mutation{updatePoolConfig(poolId:\"main\",config:{minConnections:-1,"
                    + "connectionTimeout:0,creationThrottle:{burst:0},validationSkipMs:0.5})"
                    + "{poolId}}")
            .toString();
    for (String field :
        List.of(
            "minConnections", "connectionTimeout", "creationThrottle.burst", "validationSkipMs")) {
      assertTrue(answer, answer.contains("field=" + field));
    }
    assertTrue(answer, answer.contains("code=INVALID"));
    assertEquals(List.of(), surface.traffic.done);
    String lists =
        surface.ask("{connections(filter:{state:\"x\",minIdleTime:-1}){state}}").toString();
    assertTrue(lists, lists.contains("filter.state") && lists.contains("filter.minIdleTime"));
    assertTrue(
        surface.ask("{sessions(page:0,pageSize:1001){state}}").toString().contains("pageSize"));
  }

  @Test
  public void aStaleRevisionIsSaid() {
    String answer =
        surface
            .ask("mutation{updatePoolConfig(poolId:\"main\",ifMatch:\"old\",config:{}){poolId}}")
            .toString();
    assertTrue(answer, answer.contains("code=STALE"));
    assertTrue(
        surface
            .ask("mutation{updateProtocolConfig(ifMatch:\"old\",config:{}){applied}}")
            .toString()
            .contains("code=STALE"));
  }

  @Test
  public void poolsAreMadeTriedOutAndRemoved() {
    assertEquals(
        "{createPool={poolId=orders}}",
        data("mutation{createPool(config:{name:\"orders\",url:\"u\"}){poolId}}"));
    assertTrue(
        surface
            .ask("mutation{createPool(config:{name:\"orders\"}){poolId}}")
            .toString()
            .contains("code=CONFLICT"));
    assertEquals(
        "{openMs=1.5, opened=true, product=H2 2}",
        new java.util.TreeMap<>(
                (Map<?, ?>)
                    ((Map<?, ?>)
                            surface
                                .ask(
                                    "mutation{createPool(dryRun:true,config:{name:\"x\"})"
                                        + "{poolId}}")
                                .get("extensions"))
                        .get("dryRun"))
            .toString());
    assertEquals(List.of("create {name=orders, url=u}", "try {name=x}"), surface.traffic.done);
    assertEquals("{deletePool=true}", data("mutation{deletePool(poolId:\"orders\")}"));
    assertEquals("{connectionPool=null}", data("{connectionPool(id:\"orders\"){poolId}}"));
  }

  @Test
  public void poolsAreSteered() {
    assertEquals(
        "{drainPool=true, pausePool={poolId=main}, resumePool={poolId=main}}",
        data(
            "mutation{drainPool(poolId:\"main\",onWaiters:\"refuse\",deadlineSecs:5)"
                + " pausePool(poolId:\"main\"){poolId} resumePool(poolId:\"main\"){poolId}}"));
    assertEquals(
        List.of(
            "drain main DrainRequest[onWaiters=REFUSE, to=Optional.empty, deadline=PT5S]",
            "pause main",
            "resume main"),
        surface.traffic.done);
    assertTrue(
        surface
            .ask("mutation{drainPool(poolId:\"main\",onWaiters:\"move\")}")
            .toString()
            .contains("field=to"));
  }

  @Test
  public void listsComeInPagesAndFiltered() {
    List<?> second =
        (List<?>)
            ((Map<?, ?>) surface.ask("{connections(page:3){connectionId user}}").get("data"))
                .get("connections");
    assertEquals(20, second.size());
    assertEquals("{connectionId=101, user=app}", second.get(0).toString());
    data("{connections(poolId:\"main\",filter:{state:\"idle\",minIdleTime:5,user:\"u\"}){state}}");
    assertTrue(
        surface.traffic.done.get(1),
        surface
            .traffic
            .done
            .get(1)
            .contains("[main], state=Optional[idle], user=Optional[u], minIdleSecs=Optional[5]"));
    assertEquals(
        "{networkConnections={totalCount=2, totalPages=2, hasNext=true, hasPrev=false,"
            + " data=[{connectionId=1}]}}",
        data(
            "{networkConnections(pageSize:1){totalCount totalPages hasNext hasPrev"
                + " data{connectionId}}}"));
  }

  @Test
  public void connectionsSessionsAndSocketsEnd() {
    assertEquals(
        "{killConnection=true, terminateSession=true, closeNetworkConnection=true}",
        data(
            "mutation{killConnection(connectionId:1) terminateSession(sessionId:\"3\")"
                + " closeNetworkConnection(connectionId:\"1\")}"));
    assertEquals(List.of("kill 1", "close 1"), surface.traffic.done);
    assertEquals("{session=null}", data("{session(id:3){state}}"));
  }

  private String data(String query) {
    Map<String, Object> answer = surface.ask(query);
    assertEquals(answer.toString(), null, answer.get("errors"));
    return String.valueOf(answer.get("data"));
  }
}
