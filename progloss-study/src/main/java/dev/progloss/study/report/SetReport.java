package dev.progloss.study.report;

import dev.progloss.study.statistics.ImageBootstrap;
import java.util.List;

/**
 * What one data set shows.
 *
 * @param name of the set
 * @param arms in the plan's order
 * @param differences of every arm but the baseline, number by number
 * @param leftOut pairs that do not count, and why, in words
 * @param pictures the differences given these pictures, where detections were written
 */
public record SetReport(
    String name,
    List<ArmReport> arms,
    List<Difference> differences,
    List<String> leftOut,
    List<OfPictures> pictures) {

  /** Copies the lists. */
  public SetReport {
    arms = List.copyOf(arms);
    differences = List.copyOf(differences);
    leftOut = List.copyOf(leftOut);
    pictures = List.copyOf(pictures);
  }

  /**
   * How far a difference depends on the validation pictures.
   *
   * @param arm which is compared
   * @param pairs of runs that it is the mean of
   * @param result difference and interval
   */
  public record OfPictures(String arm, int pairs, ImageBootstrap.Result result) {}
}
