package io.fairlead.itests;

import static org.junit.Assert.assertEquals;

import io.fairlead.itests.swap.Framework;
import io.fairlead.itests.swap.GoneException.Kind;
import io.fairlead.itests.swap.Load;
import io.fairlead.itests.swap.Traffic;
import org.junit.Test;

/**
 * What is promised of every bundle that can be swapped, under load on everything: it goes and that
 * is reported, and it comes back; and nobody else loses a request, a connection, an event or a
 * count.
 */
public abstract class ComeAndGoTest extends UnderLoad {

  private static final int ROUNDS = 2;

  final String bundle;

  ComeAndGoTest(String bundle) {
    super(bundle);
    this.bundle = bundle;
  }

  @Test
  public void itGoesThatIsReportedAndItComesBack() throws Exception {
    for (int i = 0; i < ROUNDS; i++) {
      own.forEach(t -> t.may(Kind.values()));
      Framework.Origin origin = framework.uninstall(bundle);
      for (Traffic each : quick(own)) {
        Await.until(each.name() + " is not answered", SOON, () -> !each.isAnswered());
      }
      assertEquals("it is reported", false, reported());
      Load.goesOn(quick(others));
      framework.install(origin);
      for (Traffic each : quick(own)) {
        Await.until(each.name() + " is answered again", SOON, each::isAnswered);
      }
      awaitOwnWatchers();
      assertEquals("it is reported", true, reported());
      own.forEach(Traffic::may);
      Load.goesOn(quick(all));
    }
    nothingIsLost(all);
  }

  private boolean reported() {
    for (var each : stage.server.get("/api/v1/plugins").body().get("bundles")) {
      if (each.get("name").asText().equals(bundle)) {
        return each.get("state").asText().equals("active");
      }
    }
    return false;
  }
}
