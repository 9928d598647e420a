package dev.progloss.study.result;

import java.util.List;

/** A number of an evaluation, by its place among the twelve COCO numbers. */
public enum Metric {
  /** Mean over IoU .50 to .95, end to end. */
  AP("ap", "AP", Path.END_TO_END, 0),
  /** At IoU .50. */
  AP50("ap50", "AP50", Path.END_TO_END, 1),
  /** At IoU .75. */
  AP75("ap75", "AP75", Path.END_TO_END, 2),
  /** Of small objects. */
  AP_SMALL("ap_small", "AP small", Path.END_TO_END, 3),
  /** Of medium objects. */
  AP_MEDIUM("ap_medium", "AP medium", Path.END_TO_END, 4),
  /** Of large objects. */
  AP_LARGE("ap_large", "AP large", Path.END_TO_END, 5),
  /** The same of the one-to-many branch with duplicates removed. */
  NMS_AP("nms_ap", "AP, NMS", Path.NMS, 0),
  /** At IoU .50. */
  NMS_AP50("nms_ap50", "AP50, NMS", Path.NMS, 1),
  /** At IoU .75. */
  NMS_AP75("nms_ap75", "AP75, NMS", Path.NMS, 2),
  /** Of small objects. */
  NMS_AP_SMALL("nms_ap_small", "AP small, NMS", Path.NMS, 3),
  /** Of medium objects. */
  NMS_AP_MEDIUM("nms_ap_medium", "AP medium, NMS", Path.NMS, 4),
  /** Of large objects. */
  NMS_AP_LARGE("nms_ap_large", "AP large, NMS", Path.NMS, 5);

  /** Those whose differences are told; the first is the one that sentences speak of. */
  public static final List<Metric> COMPARED = List.of(AP, AP50, AP75, NMS_AP);

  private final String key;
  private final String title;
  private final Path path;
  private final int place;

  Metric(String key, String title, Path path, int place) {
    this.key = key;
    this.title = title;
    this.path = path;
    this.place = place;
  }

  /** How detections came about. */
  enum Path {
    END_TO_END,
    NMS
  }

  /** Its name in files. */
  public String key() {
    return key;
  }

  /** Its name for people. */
  public String title() {
    return title;
  }

  /** Its value in an evaluation, 0..1; -1 where there was nothing to measure. */
  public double of(RunStory.Judged judged) {
    return (path == Path.NMS ? judged.nms() : judged.endToEnd()).get(place);
  }
}
