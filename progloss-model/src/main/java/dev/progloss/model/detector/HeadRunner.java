package dev.progloss.model.detector;

import dev.progloss.core.balance.Branch;
import dev.progloss.model.architecture.Head;
import dev.progloss.model.architecture.Network;
import dev.progloss.model.prediction.AnchorGrid;
import dev.progloss.model.prediction.BranchPredictions;
import dev.progloss.model.prediction.Predictions;
import dev.progloss.torch.scope.TensorLists;
import dev.progloss.torch.scope.TensorScope;
import dev.progloss.torch.shape.Shapes;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;

/** Runs a network from the image to the raw outputs of its branches. */
final class HeadRunner {

  private HeadRunner() {}

  /**
   * Runs some branches.
   *
   * @param detachOneToOne whether the one-to-one branch reads features without history, so that the
   *     trunk learns through the one-to-many branch alone
   */
  static Predictions run(
      Network network,
      TensorOperations ops,
      Tensor images,
      Set<Branch> branches,
      boolean detachOneToOne) {
    Shapes.require("[B, 3, H, W]", images, "images");
    Map<Branch, BranchPredictions> outputs = new EnumMap<>(Branch.class);
    try (TensorScope scope = TensorScope.open()) {
      List<Tensor> pyramid = network.pyramid(ops, images);
      for (Branch branch : branches) {
        List<Head.Towers> towers = network.head().of(branch);
        if (!towers.isEmpty()) {
          boolean detach = detachOneToOne && branch == Branch.ONE_TO_ONE;
          List<Tensor> features = detach ? pyramid.stream().map(Tensor::detach).toList() : pyramid;
          outputs.put(branch, promoted(scope, branch(towers, ops, features)));
        }
      }
    }
    int[] strides = Network.STRIDES.stream().mapToInt(Integer::intValue).toArray();
    AnchorGrid anchors = AnchorGrid.of((int) images.size(3), (int) images.size(2), strides);
    return new Predictions(outputs, anchors);
  }

  private static BranchPredictions promoted(TensorScope scope, BranchPredictions outputs) {
    Tensor objectness = outputs.objectness();
    return new BranchPredictions(
        scope.promote(full(outputs.boxes())),
        scope.promote(full(outputs.scores())),
        objectness == null ? null : scope.promote(full(objectness)));
  }

  /** Losses and decoding read at least float32, whatever the network computed in. */
  private static Tensor full(Tensor tensor) {
    return tensor.scalar_type().intern() == ScalarType.BFloat16
        ? tensor.to(ScalarType.Float)
        : tensor;
  }

  private static BranchPredictions branch(
      List<Head.Towers> towers, TensorOperations ops, List<Tensor> features) {
    Tensor[] boxes = new Tensor[towers.size()];
    Tensor[] scores = new Tensor[towers.size()];
    List<Tensor> objectness = new ArrayList<>();
    for (int i = 0; i < boxes.length; i++) {
      Head.Towers.Outputs<Tensor> level = towers.get(i).apply(ops, features.get(i));
      boxes[i] = level.boxes().flatten(2, 3);
      scores[i] = level.classes().flatten(2, 3);
      Tensor something = level.objectness();
      if (something != null) {
        objectness.add(something.flatten(2, 3));
      }
    }
    return new BranchPredictions(
        TensorLists.concatenate(2, boxes),
        TensorLists.concatenate(2, scores),
        objectness.isEmpty()
            ? null
            : TensorLists.concatenate(2, objectness.toArray(new Tensor[0])));
  }
}
