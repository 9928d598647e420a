package dev.progloss.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

/**
 * Gives every kept input to its reader. With {@code JAZZER_FUZZ=1} and one method named, Jazzer
 * looks for new ones, led by coverage.
 */
final class ReadersFuzzTest {

  @TempDir Path folder;

  private void hold(Target target, byte[] input) {
    Verdict verdict = Judge.of(target, folder, Limits.unhurried()).judge(input);
    assertThat(verdict.fault()).as(target.key()).isEmpty();
  }

  @FuzzTest
  void safetensors(byte[] input) {
    hold(Target.SAFETENSORS, input);
  }

  @FuzzTest
  void model_card(byte[] input) {
    hold(Target.MODEL_CARD, input);
  }

  @FuzzTest
  void checkpoint_zip(byte[] input) {
    hold(Target.CHECKPOINT_ZIP, input);
  }

  @FuzzTest
  void checkpoint_pickle(byte[] input) {
    hold(Target.CHECKPOINT_PICKLE, input);
  }

  @FuzzTest
  void coco_annotations(byte[] input) {
    hold(Target.COCO_ANNOTATIONS, input);
  }

  @FuzzTest
  void coco_truth(byte[] input) {
    hold(Target.COCO_TRUTH, input);
  }

  @FuzzTest
  void coco_results(byte[] input) {
    hold(Target.COCO_RESULTS, input);
  }

  @FuzzTest
  void yolo_labels(byte[] input) {
    hold(Target.YOLO_LABELS, input);
  }

  @FuzzTest
  void yolo_list(byte[] input) {
    hold(Target.YOLO_LIST, input);
  }

  @FuzzTest
  void data_yaml(byte[] input) {
    hold(Target.DATA_YAML, input);
  }

  @FuzzTest
  void config_yaml(byte[] input) {
    hold(Target.CONFIG_YAML, input);
  }

  @FuzzTest
  void plan_yaml(byte[] input) {
    hold(Target.PLAN_YAML, input);
  }

  @FuzzTest
  void search_yaml(byte[] input) {
    hold(Target.SEARCH_YAML, input);
  }

  @FuzzTest
  void journal(byte[] input) {
    hold(Target.JOURNAL, input);
  }

  @FuzzTest
  void run_digest(byte[] input) {
    hold(Target.RUN_DIGEST, input);
  }

  @FuzzTest
  void results_csv(byte[] input) {
    hold(Target.RESULTS_CSV, input);
  }

  @FuzzTest
  void image_header(byte[] input) {
    hold(Target.IMAGE_HEADER, input);
  }

  @FuzzTest
  void image_pixels(byte[] input) {
    hold(Target.IMAGE_PIXELS, input);
  }

  @FuzzTest
  void pixel_checks(byte[] input) {
    hold(Target.PIXEL_CHECKS, input);
  }
}
