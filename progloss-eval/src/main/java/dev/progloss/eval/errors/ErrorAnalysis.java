package dev.progloss.eval.errors;

import dev.progloss.eval.scene.Scene;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Sorts errors by kind and weighs each kind by the AP that mending it would give.
 *
 * <p>Within an image, detections take objects of their class by falling score: each the free one
 * with the largest overlap, if that is f or more. What takes nothing is an {@link ErrorKind}. AP is
 * measured per class on all detections by falling score, as the mean of the highest precision at
 * recall r or more over r = 0, 0.01 .. 1, and averaged over classes that have objects or
 * detections; a class with detections and no objects has AP 0. Detections in a crowd of their class
 * count neither as hit nor as false alarm.
 *
 * <p>Oracles: boxes off and wrong classes become hits of the object they overlap most, if it was
 * not hit and no better-scored error aims at it, and are taken away otherwise; duplicates,
 * detections of nothing and those wrong in both are taken away; missed objects are no longer
 * counted.
 *
 * <p>Images are judged as they are added and then forgotten: what stays is some 40 bytes a
 * detection. Not safe for several threads at once.
 *
 * @see <a href="https://arxiv.org/abs/2008.08115">TIDE, sections 2 and 3</a>
 */
public final class ErrorAnalysis {

  private final ErrorThresholds thresholds;
  private final List<Verdict> verdicts = new ArrayList<>();
  private final ClassCounts objects;
  private final ClassCounts left;
  private final ClassCounts missed;

  /** For so many classes. */
  public ErrorAnalysis(int classes, ErrorThresholds thresholds) {
    this.thresholds = thresholds;
    this.objects = new ClassCounts(classes);
    this.left = new ClassCounts(classes);
    this.missed = new ClassCounts(classes);
  }

  /** Adds the next image. */
  public void add(Scene scene) {
    SceneJudge judge = new SceneJudge(scene, thresholds);
    verdicts.addAll(judge.judge());
    for (int o = 0; o < judge.objects().size(); o++) {
      int classIndex = judge.objects().get(o).classIndex();
      objects.add(classIndex);
      if (judge.isLeft(o)) {
        left.add(classIndex);
      }
      if (judge.isMissed(o)) {
        missed.add(classIndex);
      }
    }
  }

  /** What was found so far. */
  public ErrorReport report() {
    Comparator<Verdict> byScore = Comparator.comparingDouble(each -> 0 - each.score());
    List<Verdict> ranked = verdicts.stream().sorted(byScore).toList();
    // The reference hands an oracle the errors before the hits, which decides between equal scores.
    Comparator<Verdict> errorsFirst = byScore.thenComparing(Verdict::isHit);
    List<Verdict> mended = verdicts.stream().sorted(errorsFirst).toList();
    double ap = ranking(ranked, null, objects).meanPrecision();
    List<ErrorReport.Row> rows = new ArrayList<>();
    for (ErrorKind kind : ErrorKind.values()) {
      ClassCounts counted = kind == ErrorKind.MISSED ? objects.minus(missed) : objects;
      double gain = gain(ap, ranking(mended, kind, counted));
      rows.add(new ErrorReport.Row(kind, count(kind), inCrowds(kind), Math.max(0, gain)));
    }
    List<Verdict> hitsFirst = new ArrayList<>(ranked.stream().filter(Verdict::isHit).toList());
    hitsFirst.addAll(ranked.stream().filter(each -> !each.isHit()).toList());
    return new ErrorReport(
        ap,
        rows,
        gain(ap, ranking(hitsFirst, null, objects)),
        gain(ap, ranking(mended, null, objects.minus(left))));
  }

  /** 0 where mending leaves nothing to measure. */
  private static double gain(double ap, ClassRankings mended) {
    double after = mended.meanPrecision();
    return after < 0 ? 0 : after - ap;
  }

  private static ClassRankings ranking(
      List<Verdict> ordered, @Nullable ErrorKind mended, ClassCounts objects) {
    ClassRankings rankings = new ClassRankings(objects);
    for (Verdict each : ordered) {
      if (each.isHit()) {
        rankings.add(each.classIndex(), true);
      } else if (each.error() == mended) {
        if (each.mendedClass() >= 0) {
          rankings.add(each.mendedClass(), true);
        }
      } else if (!each.inCrowd()) {
        rankings.add(each.classIndex(), false);
      }
    }
    return rankings;
  }

  private long count(ErrorKind kind) {
    return kind == ErrorKind.MISSED
        ? missed.total()
        : verdicts.stream().filter(each -> each.error() == kind).count();
  }

  private long inCrowds(ErrorKind kind) {
    return verdicts.stream().filter(each -> each.error() == kind && each.inCrowd()).count();
  }
}
