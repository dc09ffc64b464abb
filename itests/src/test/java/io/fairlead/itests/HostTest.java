package io.fairlead.itests;

import io.fairlead.itests.swap.Load;
import io.fairlead.itests.swap.Traffic;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.Test;

/**
 * A host is updated, and with it whoever uses its packages: what it does not serve goes on, and
 * what it serves is there again.
 */
public abstract class HostTest extends UnderLoad {

  private final String host;

  HostTest(String host, String... leaves) {
    super(Stream.concat(Stream.of(host), Arrays.stream(leaves)).toArray(String[]::new));
    this.host = host;
  }

  @Test
  public void anUpdateStopsNobodyWhomItDoesNotServe() throws Exception {
    framework.update(host);
    framework.refresh(host);
    for (Traffic each : quick(own)) {
      Await.until(each.name() + " is answered again", SOON, each::isAnswered);
    }
    Load.goesOn(quick(others));
    nothingIsLost(others);
  }
}
