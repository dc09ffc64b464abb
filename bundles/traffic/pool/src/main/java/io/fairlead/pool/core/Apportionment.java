package io.fairlead.pool.core;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Divides a number of places among those who want some, by weight. Nobody gets more than he wants;
 * what that leaves goes to the others, by weight again. Places are whole: those that are left over
 * go to the largest remainders, among equal ones to the greater weight, then to who stands first.
 */
final class Apportionment {

  private Apportionment() {}

  /**
   * What each gets.
   *
   * @param wanted how many each would take at most
   * @param weights at least 1 each
   */
  static int[] divide(int places, int[] wanted, int[] weights) {
    int[] given = new int[wanted.length];
    List<Integer> open = new ArrayList<>();
    for (int i = 0; i < wanted.length; i++) {
      if (wanted[i] > 0) {
        open.add(i);
      }
    }
    int left = Math.max(0, places);
    while (left > 0 && !open.isEmpty()) {
      int now = left;
      long sum = sum(open, weights);
      List<Integer> content =
          open.stream().filter(i -> wanted[i] <= now * (long) weights[i] / sum).toList();
      if (content.isEmpty()) {
        byWeight(now, open, weights, given);
        break;
      }
      for (int i : content) {
        given[i] = wanted[i];
        left -= wanted[i];
      }
      open.removeAll(content);
    }
    return given;
  }

  /** All want more than there is for them. */
  private static void byWeight(int places, List<Integer> open, int[] weights, int[] given) {
    long sum = sum(open, weights);
    int left = places;
    for (int i : open) {
      given[i] = (int) (places * (long) weights[i] / sum);
      left -= given[i];
    }
    Comparator<Integer> remainder = Comparator.comparingLong(i -> places * (long) weights[i] % sum);
    Comparator<Integer> weight = Comparator.comparingInt(i -> weights[i]);
    List<Integer> next = new ArrayList<>(open);
    next.sort(remainder.thenComparing(weight).reversed());
    for (int i = 0; i < left; i++) {
      given[next.get(i)]++;
    }
  }

  private static long sum(List<Integer> open, int[] weights) {
    return open.stream().mapToLong(i -> weights[i]).sum();
  }
}
