package io.fairlead.graphql.traffic;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import java.util.Map;
import org.junit.After;
import org.junit.Test;

public class BudgetsTest {

  private final TestSurface surface = new TestSurface();

  @After
  public void close() {
    surface.close();
  }

  private Object data(String query) {
    Map<String, Object> answer = surface.ask(query);
    assertTrue(answer.toString(), answer.get("errors") == null);
    return answer.get("data");
  }

  @Test
  public void aBudgetIsMadeChangedAndRemoved() {
    assertEquals(
        "{createBudget={name=db1, maxConnections=40}}",
        data("mutation { createBudget(budget: {name: \"db1\", maxConnections: 40}) { name"
                + " maxConnections } }")
            .toString());
    assertEquals(
        "{updateBudget={maxConnections=41}}",
        data("mutation { updateBudget(name: \"db1\", budget: {maxConnections: 41}) {"
                + " maxConnections } }")
            .toString());
    assertEquals(
        "{deleteBudget=true}", data("mutation { deleteBudget(name: \"db1\") }").toString());
    assertEquals("{budgets=[]}", data("{ budgets { name } }").toString());
  }

  @Test
  public void itsPoolsAreShownAndKeepItFromBeingRemoved() {
    surface.budgets.stored.put("used", Map.of("max_connections", "40"));
    assertEquals(
        "{budget={taken=11, guaranteed=2, members=[{pool=orders, min=2, weight=3, share=12,"
            + " taken=11, active=7, waiting=1}]}}",
        data("{ budget(name: \"used\") { taken guaranteed members { pool min weight share taken"
                + " active waiting } } }")
            .toString());
    String answer = surface.ask("mutation { deleteBudget(name: \"used\") }").toString();
    assertTrue(answer, answer.contains("CONFLICT"));
  }

  @Test
  public void anUnknownOneIsNullForAQueryAndAnErrorForAMutation() {
    assertEquals("{budget=null}", data("{ budget(name: \"no\") { name } }").toString());
    String answer = surface.ask("mutation { deleteBudget(name: \"no\") }").toString();
    assertTrue(answer, answer.contains("NOT_FOUND"));
    String wrong =
        surface
            .ask("mutation { createBudget(budget: {name: \"db1\", maxConnections: 0}) { name } }")
            .toString();
    assertTrue(wrong, wrong.contains("maxConnections") && wrong.contains("INVALID"));
  }
}
