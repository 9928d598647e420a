package dev.progloss.model.assign;

/**
 * The positives of one image: anchors that learn an object, by rising anchor.
 *
 * @param anchors anchor indices
 * @param objects index of the object that each learns
 * @param weights how much each counts, above 0: the target score of its class
 */
@SuppressWarnings("ArrayRecordComponent") // made once a step and only read
public record Assignment(int[] anchors, int[] objects, double[] weights) {

  /** How many positives there are. */
  public int size() {
    return anchors.length;
  }

  /** Sum of the weights. */
  public double weightSum() {
    double sum = 0;
    for (double weight : weights) {
      sum += weight;
    }
    return sum;
  }
}
