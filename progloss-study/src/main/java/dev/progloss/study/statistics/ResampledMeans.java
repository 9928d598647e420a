package dev.progloss.study.statistics;

import dev.progloss.study.statistics.Resamples.Atom;
import java.util.ArrayList;
import java.util.List;

/** The means of all resamples of a few numbers, each as often as it comes. */
final class ResampledMeans {

  private final double[] differences;
  private final List<Atom> atoms = new ArrayList<>();

  private ResampledMeans(double[] differences) {
    this.differences = differences;
  }

  /** Of strata, each resampled by itself: the means over strata. */
  static Resamples all(Strata strata) {
    List<Atom> sums = List.of(new Atom(0, 1));
    for (int i = 0; i < strata.count(); i++) {
      sums = combined(sums, of(strata.get(i)));
    }
    return Resamples.counted(
        sums.stream().map(each -> new Atom(each.value() / strata.count(), each.count())).toList());
  }

  private static List<Atom> of(double[] differences) {
    ResampledMeans means = new ResampledMeans(differences);
    means.take(0, differences.length, new Atom(0, 1));
    return means.atoms;
  }

  /**
   * Takes the differences from one on so often that none is left to take. Of the n! / (k_1! ..
   * k_n!) orders of a content, a difference taken k times of the m that are left brings (m over k).
   */
  private void take(int at, int left, Atom taken) {
    if (at == differences.length - 1) {
      double sum = taken.value() + left * differences[at];
      atoms.add(new Atom(sum / differences.length, taken.count()));
      return;
    }
    long ways = 1;
    for (int times = 0; times <= left; times++) {
      double sum = taken.value() + times * differences[at];
      take(at + 1, left - times, new Atom(sum, taken.count() * ways));
      ways = ways * (left - times) / (times + 1);
    }
  }

  private static List<Atom> combined(List<Atom> some, List<Atom> others) {
    List<Atom> combined = new ArrayList<>(some.size() * others.size());
    for (Atom one : some) {
      for (Atom other : others) {
        combined.add(new Atom(one.value() + other.value(), one.count() * other.count()));
      }
    }
    return combined;
  }
}
