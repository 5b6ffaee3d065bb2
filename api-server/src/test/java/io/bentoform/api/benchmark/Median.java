package io.bentoform.api.benchmark;

import java.util.Arrays;

/** The median of measured times. */
final class Median {
  private Median() {}

  static double of(double[] times) {
    double[] sorted = times.clone();
    Arrays.sort(sorted);
    return sorted[sorted.length / 2];
  }
}
