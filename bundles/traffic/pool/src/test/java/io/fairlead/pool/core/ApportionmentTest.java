package io.fairlead.pool.core;

import static org.junit.Assert.assertArrayEquals;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import java.util.Arrays;
import java.util.Random;
import org.junit.Test;

public class ApportionmentTest {

  private static int[] of(int... numbers) {
    return numbers;
  }

  @Test
  public void allThatWantMoreGetTheirPartByWeight() {
    assertArrayEquals(of(10, 30), Apportionment.divide(40, of(100, 100), of(1, 3)));
  }

  @Test
  public void whatOneDoesNotWantGoesToTheOthersByWeight() {
    assertArrayEquals(of(4, 12, 24), Apportionment.divide(40, of(4, 100, 100), of(5, 1, 2)));
  }

  @Test
  public void nobodyGetsMoreThanHeWants() {
    assertArrayEquals(of(3, 0, 2), Apportionment.divide(40, of(3, 0, 2), of(1, 1, 1)));
  }

  @Test
  public void whatIsLeftOverGoesToTheLargestRemainders() {
    assertArrayEquals(of(4, 3, 3), Apportionment.divide(10, of(9, 9, 9), of(1, 1, 1)));
    assertArrayEquals(of(1, 9), Apportionment.divide(10, of(9, 9), of(1, 6)));
  }

  @Test
  public void nothingIsDividedByNobodyOrWhenThereIsNothing() {
    assertArrayEquals(of(), Apportionment.divide(10, of(), of()));
    assertArrayEquals(of(0, 0), Apportionment.divide(0, of(1, 1), of(1, 1)));
    assertArrayEquals(of(0), Apportionment.divide(-3, of(1), of(1)));
  }

  /** Max-min fairness: who did not get all he wants has, for his weight, at most one place less. */
  @Test
  public void nobodyIsWorseOffThanAnotherForHisWeight() {
    Random random = new Random(3);
    for (int round = 0; round < 5_000; round++) {
      int count = 1 + random.nextInt(6);
      int places = random.nextInt(60);
      int[] wanted = random.ints(count, 0, 30).toArray();
      int[] weights = random.ints(count, 1, 9).toArray();
      int[] given = Apportionment.divide(places, wanted, weights);
      String what =
          places
              + " "
              + Arrays.toString(wanted)
              + Arrays.toString(weights)
              + Arrays.toString(given);
      assertEquals(what, Math.min(places, Arrays.stream(wanted).sum()), Arrays.stream(given).sum());
      for (int i = 0; i < count; i++) {
        assertTrue(what, given[i] >= 0 && given[i] <= wanted[i]);
        for (int j = 0; j < count; j++) {
          assertTrue(
              what,
              given[i] == wanted[i]
                  || (given[j] - 1.0) / weights[j] <= (given[i] + 1.0) / weights[i]);
        }
      }
    }
  }
}
