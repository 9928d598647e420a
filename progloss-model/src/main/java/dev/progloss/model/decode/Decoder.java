package dev.progloss.model.decode;

import dev.progloss.core.detection.Detection;
import dev.progloss.model.prediction.BranchArrays;
import java.util.List;

/** Turns the raw outputs of one image into detections. */
public interface Decoder {

  /** How many detections an image has at most, unless a decoder says otherwise. */
  int MAX_DETECTIONS = 300;

  /**
   * Decodes one image of a batch.
   *
   * @return boxes in pixels of the network input, by falling score
   */
  List<Detection> decode(BranchArrays predictions, int image);
}
