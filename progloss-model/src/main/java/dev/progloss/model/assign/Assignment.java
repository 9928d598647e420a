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

  /**
   * The positives among all anchors.
   *
   * @param owner {@code [A]} the object of each anchor; undefined where the weight is 0
   * @param weight {@code [A]} above 0 for positives only
   */
  static Assignment of(int[] owner, double[] weight) {
    int count = 0;
    for (double each : weight) {
      count += each > 0 ? 1 : 0;
    }
    Assignment result = new Assignment(new int[count], new int[count], new double[count]);
    int at = 0;
    for (int a = 0; a < owner.length; a++) {
      if (weight[a] > 0) {
        result.anchors[at] = a;
        result.objects[at] = owner[a];
        result.weights[at++] = weight[a];
      }
    }
    return result;
  }

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
