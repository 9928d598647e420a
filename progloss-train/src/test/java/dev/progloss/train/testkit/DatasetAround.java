package dev.progloss.train.testkit;

import dev.progloss.core.detection.Annotation;
import dev.progloss.core.detection.ClassNames;
import dev.progloss.core.detection.ImageSize;
import dev.progloss.data.dataset.Dataset;
import dev.progloss.data.dataset.Sample;
import java.util.List;

/** Another data set but for what a test changes of it. */
public interface DatasetAround extends Dataset {

  /** The other one. */
  Dataset inner();

  @Override
  default ClassNames classes() {
    return inner().classes();
  }

  @Override
  default int size() {
    return inner().size();
  }

  @Override
  default String name(int index) {
    return inner().name(index);
  }

  @Override
  default ImageSize imageSize(int index) {
    return inner().imageSize(index);
  }

  @Override
  default List<Annotation> annotations(int index) {
    return inner().annotations(index);
  }

  @Override
  default Sample read(int index) {
    return inner().read(index);
  }
}
