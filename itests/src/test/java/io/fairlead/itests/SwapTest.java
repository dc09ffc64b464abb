package io.fairlead.itests;

import io.fairlead.itests.swap.GoneException.Kind;
import io.fairlead.itests.swap.Load;
import java.util.List;
import org.junit.Test;

/**
 * And of an update in place: it shows no gap, and after many of them nothing of the earlier ones is
 * left.
 */
public abstract class SwapTest extends ComeAndGoTest {

  private static final int UPDATES = 50;

  SwapTest(String bundle) {
    super(bundle);
  }

  @Test
  public void anUpdateInPlaceShowsNoGapAndLeavesNothing() throws Exception {
    // Connections to it, and subscriptions to what it offers, are ended with a word.
    own.forEach(t -> t.may(Kind.TOLD));
    for (int i = 0; i < UPDATES; i++) {
      framework.update(bundle);
      Load.goesOn(quick(own));
      noneIsLost(all);
    }
    Load.goesOn(quick(all));
    nothingIsLost(all);
    Await.until(
        "the class loaders of " + UPDATES + " earlier ones are collected",
        SOON,
        () -> framework.loadersLeft(bundle),
        left -> left == 0);
    Await.until("no thread is left", SOON, () -> framework.threadsLeft(bundle), List::isEmpty);
  }
}
