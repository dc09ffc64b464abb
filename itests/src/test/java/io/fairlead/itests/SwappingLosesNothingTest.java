package io.fairlead.itests;

import io.fairlead.itests.swap.Everything;
import io.fairlead.itests.swap.GoneException.Kind;
import org.junit.AfterClass;
import org.junit.BeforeClass;
import org.junit.experimental.runners.Enclosed;
import org.junit.runner.RunWith;

/** The swap test, for each bundle that can be swapped; they share one server. */
@RunWith(Enclosed.class)
public class SwappingLosesNothingTest {

  static SwapStage stage;

  @BeforeClass
  public static void start() throws Exception {
    stage = new SwapStage();
  }

  @AfterClass
  public static void stop() throws Exception {
    stage.close();
  }

  public static class RestTraffic extends SwapTest {
    public RestTraffic() {
      super(Everything.REST_TRAFFIC);
    }
  }

  public static class RestAccess extends SwapTest {
    public RestAccess() {
      super(Everything.REST_ACCESS);
    }
  }

  public static class GraphqlTraffic extends SwapTest {
    public GraphqlTraffic() {
      super(Everything.GRAPHQL_TRAFFIC);
    }
  }

  public static class GraphqlAccess extends SwapTest {
    public GraphqlAccess() {
      super(Everything.GRAPHQL_ACCESS);
    }
  }

  public static class Openapi extends SwapTest {
    public Openapi() {
      super(Everything.OPENAPI);
    }
  }

  /** Its door is its own: while it is updated, nobody opens. */
  public static class Shell extends SwapTest {
    public Shell() {
      super(Everything.SHELL);
    }

    @Override
    Kind[] duringAnUpdate() {
      return new Kind[] {Kind.GONE};
    }
  }

  public static class WireEcho extends SwapTest {
    public WireEcho() {
      super(Everything.WIRE_ECHO);
    }
  }

  /** Everything that hangs on a host is wired anew with it: its clients lose, the others do not. */
  public static class RestHost extends HostTest {
    public RestHost() {
      super(Everything.REST, Everything.REST_TRAFFIC, Everything.REST_ACCESS, Everything.OPENAPI);
    }
  }

  public static class GraphqlHost extends HostTest {
    public GraphqlHost() {
      super(Everything.GRAPHQL, Everything.GRAPHQL_TRAFFIC, Everything.GRAPHQL_ACCESS);
    }
  }
}
