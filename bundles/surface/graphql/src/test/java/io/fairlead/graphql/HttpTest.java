package io.fairlead.graphql;

import static io.fairlead.graphql.TestHost.at;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.After;
import org.junit.Before;
import org.junit.Test;

public class HttpTest {

  private TestHost host;

  @Before
  public void start() throws Exception {
    host = new TestHost();
  }

  @After
  public void stop() throws Exception {
    host.close();
  }

  @Test
  public void typesFollowFromTheRecord() throws Exception {
    Map<?, ?> answer =
        host.ask(
            "{item(id:7){itemId small large share flag at ageSecs waitMs remark tags more"
                + " inner{small}}}");
    assertEquals(
        "{itemId=7, small=1, large=9007199254740993, share=0.5, flag=true,"
            + " at=2030-01-02T03:04:05Z, ageSecs=60, waitMs=5.0, remark=null, tags=[a, b],"
            + " more={k=v}, inner=null}",
        String.valueOf(at(answer, "data", "item")));
    assertTrue("BigInt is text", at(answer, "data", "item", "large") instanceof String);
    assertTrue("Int is a number", at(answer, "data", "item", "ageSecs") instanceof Integer);
    Map<?, ?> types =
        host.ask("{__type(name:\"Thing\"){fields{name type{kind ofType{name kind}}}}}");
    assertEquals(
        "{name=itemId, type={kind=NON_NULL, ofType={name=ID, kind=SCALAR}}}",
        String.valueOf(at(types, "data", "__type", "fields", 0)));
    assertEquals(
        "{name=remark, type={kind=SCALAR, ofType=null}}",
        String.valueOf(at(types, "data", "__type", "fields", 8)));
  }

  @Test
  public void anUnknownIdIsNullForAQueryAndAnErrorForAMutation() throws Exception {
    Map<?, ?> query = host.ask("{item(id:\"none\"){small}}");
    assertEquals(Map.of("data", java.util.Collections.singletonMap("item", null)), query);
    Map<?, ?> mutation = host.ask("mutation{fail(how:\"missing\")}");
    assertEquals("NOT_FOUND", at(mutation, "errors", 0, "extensions", "code"));
    assertEquals("CONFLICT", code(host.ask("mutation{fail(how:\"conflict\")}")));
  }

  @Test
  public void everyWrongFieldIsNamedInCamelCase() throws Exception {
    Map<?, ?> answer = host.ask("mutation{fail(how:\"invalid\")}");
    assertEquals(
        Map.of(
            "code",
            "INVALID",
            "errors",
            List.of(
                Map.of("field", "minSize", "value", "0", "expectation", ">= 1"),
                Map.of("field", "maxSize", "value", "x", "expectation", "a number"))),
        at(answer, "errors", 0, "extensions"));
  }

  @Test
  public void anInternalErrorSaysNothingOfTheInside() throws Exception {
    Map<?, ?> answer = host.ask("{boom}");
    assertEquals("UNAVAILABLE", code(answer));
    assertFalse(answer.toString(), answer.toString().matches("(?s).*(secret|Exception|java).*"));
  }

  @Test
  public void nobodyUnknownComesIn() throws Exception {
    HttpRequest.Builder none =
        HttpRequest.newBuilder(host.uri("http", "/graphql?query=%7B__typename%7D"));
    HttpResponse<String> refused = host.send(none);
    assertEquals(401, refused.statusCode());
    assertTrue(refused.headers().firstValue("WWW-Authenticate").orElse("").startsWith("Basic "));
    assertTrue(refused.body(), refused.body().contains("\"UNAUTHENTICATED\""));
    assertEquals(401, host.send(none.header("Authorization", KnownCaller.WRONG)).statusCode());
    HttpRequest.Builder both =
        host.request("/graphql?query=%7B__typename%7D").header("Authorization", KnownCaller.WRONG);
    assertEquals("which one?", 401, host.send(both).statusCode());
    host.doorway.leave(host.access);
    assertEquals(503, host.post("{\"query\":\"{__typename}\"}").statusCode());
  }

  @Test
  public void everyRootFieldIsAuthorised() throws Exception {
    host.access.forbidden.add("change");
    Map<?, ?> answer = host.ask("mutation{change}");
    assertEquals("FORBIDDEN", code(answer));
    assertEquals(0, host.sample.changed.get());
    host.access.forbidden.clear();
    assertEquals(
        "{data={change=3}, extensions={note=changed}}",
        host.ask("mutation{change(by:3)}").toString());
  }

  @Test
  public void malformedRequestsAreRefusedByTheirForm() throws Exception {
    for (String body :
        List.of("{", "[]", "\"x\"", "{}", "{\"query\":1}", "{\"query\":\"{a}\"} x")) {
      assertEquals(body, 400, host.post(body).statusCode());
    }
    assertEquals(400, host.post("{\"query\":\"{items{small}}\",\"variables\":1}").statusCode());
    HttpRequest.Builder plain =
        host.request("/graphql")
            .header("Content-Type", "text/plain")
            .POST(BodyPublishers.ofString("{\"query\":\"{__typename}\"}"));
    assertEquals(415, host.send(plain).statusCode());
    String large = "{\"query\":\"" + " ".repeat(1 << 20) + "\"}";
    assertEquals(413, host.post(large).statusCode());
    HttpResponse<String> put =
        host.send(host.request("/graphql").PUT(BodyPublishers.ofString("{}")));
    assertEquals(405, put.statusCode());
    assertEquals("GET, POST", put.headers().firstValue("Allow").orElse(""));
  }

  @Test
  public void getNeverChangesAnything() throws Exception {
    assertEquals(200, get("query($i:ID!){item(id:$i){small}}&variables={\"i\":\"7\"}"));
    assertEquals(405, get("mutation{change}"));
    assertEquals(0, host.sample.changed.get());
    assertEquals(400, host.send(host.request("/graphql").GET()).statusCode());
    assertEquals(400, get("subscription{events{small}}"));
  }

  @Test
  public void theNewerMediaTypeHasItsStatus() throws Exception {
    HttpRequest.Builder wrong =
        host.request("/graphql")
            .header("Content-Type", "application/json; charset=utf-8")
            .header("Accept", "application/graphql-response+json")
            .POST(BodyPublishers.ofString("{\"query\":\"{nothing}\"}"));
    HttpResponse<String> response = host.send(wrong);
    assertEquals(400, response.statusCode());
    assertTrue(
        response.headers().firstValue("Content-Type").orElse("").contains("graphql-response"));
    assertEquals("INVALID", code(host.ask("{nothing}")));
    assertEquals("INVALID", code(host.ask("{")));
  }

  @Test
  public void numbersBeyond32BitsComeInAsTextOrNumber() throws Exception {
    assertEquals(null, host.ask("{echo(big:9007199254740993)}").get("errors"));
    assertEquals(null, host.ask("{echo(big:\"9007199254740993\")}").get("errors"));
    assertEquals("INVALID", code(host.ask("{echo(big:\"x\")}")));
    assertEquals("INVALID", code(host.ask("mutation{change(by:3000000000)}")));
    assertEquals(
        "{a=[1, x, null], b={c=true}}",
        at(host.ask("{echo(value:{a:[1,\"x\",null],b:{c:true}})}"), "data", "echo").toString());
  }

  private int get(String query) throws Exception {
    String[] parts = query.split("&variables=");
    String path = "/graphql?query=" + URLEncoder.encode(parts[0], StandardCharsets.UTF_8);
    if (parts.length > 1) {
      path += "&variables=" + URLEncoder.encode(parts[1], StandardCharsets.UTF_8);
    }
    return host.send(host.request(path).GET()).statusCode();
  }

  private static Object code(Map<?, ?> answer) {
    return at(answer, "errors", 0, "extensions", "code");
  }

  @Test
  public void eachFieldCountsAsTheOperationThatItIs() throws Exception {
    host.ask("{item(id:7){small} again:item(id:\"none\"){small}}");
    host.ask("mutation{fail(how:\"missing\")}");
    host.ask("{nothing}");
    assertEquals(
        List.of("graphql item 200", "graphql item 200", "graphql fail 400", "graphql none 400"),
        host.counted.done());
  }

  @Test
  public void aRequestThatIsRefusedAtTheDoorCountsAsNone() throws Exception {
    host.send(
        HttpRequest.newBuilder(host.uri("http", "/graphql"))
            .POST(BodyPublishers.ofString("{\"query\":\"{item(id:7){small}}\"}")));
    assertEquals(List.of("graphql none 400"), host.counted.done());
  }
}
