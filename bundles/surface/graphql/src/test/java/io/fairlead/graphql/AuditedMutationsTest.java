package io.fairlead.graphql;

import static org.junit.Assert.assertEquals;

import io.fairlead.kernel.audit.AuditEntry;
import java.util.List;
import org.junit.After;
import org.junit.Before;
import org.junit.Test;

/** Every mutation leaves a record, whatever becomes of it; a query only when it is forbidden. */
public class AuditedMutationsTest {

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
  public void eachMutationOfARequestIsNotedByItself() throws Exception {
    host.ask("mutation{a:change b:change(by:2) fail(how:\"conflict\")}");
    assertEquals(
        List.of(
            entry("change", "", "OK"),
            entry("change", "", "OK"),
            entry("fail", "conflict", "CONFLICT")),
        List.copyOf(host.audited));
  }

  @Test
  public void whatIsForbiddenIsNotedAndALookThatIsNotIsNot() throws Exception {
    host.access.forbidden.add("change");
    host.access.forbidden.add("items");
    host.ask("mutation{change}");
    host.ask("{item(id:\"7\"){itemId}}");
    host.ask("{items{itemId}}");
    assertEquals(
        List.of(entry("change", "", "FORBIDDEN"), entry("items", "", "FORBIDDEN")),
        List.copyOf(host.audited));
    assertEquals(0, host.sample.changed.get());
  }

  private static AuditEntry entry(String operation, String target, String outcome) {
    return new AuditEntry("admin", "127.0.0.1", "graphql", operation, target, null, null, outcome);
  }
}
