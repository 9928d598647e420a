package dev.progloss.data.format;

import dev.progloss.core.box.Box;
import dev.progloss.core.detection.Annotation;
import dev.progloss.core.detection.ClassNames;
import dev.progloss.core.detection.ImageSize;
import dev.progloss.data.format.CocoFile.Category;
import dev.progloss.data.format.CocoFile.Corner;
import dev.progloss.data.format.CocoFile.Mark;
import dev.progloss.data.format.CocoFile.Picture;
import dev.progloss.data.format.CocoFile.Place;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Joins the annotations of a COCO file with its images and categories. */
final class CocoLinks {

  private static final int SHOWN_CLASSES = 10;

  private final Path file;
  private final CocoFile coco;
  private final Findings findings;
  private final Map<Long, Integer> classOf = new HashMap<>();
  private final Map<Long, Target> targets = new HashMap<>();

  CocoLinks(Path file, CocoFile coco, Findings findings) {
    this.file = file;
    this.coco = coco;
    this.findings = findings;
  }

  /** A listed picture and what is marked in it; without a size it is unusable. */
  private record Target(
      Picture picture, Path path, @Nullable ImageSize size, List<Annotation> annotations) {}

  FileDataset.@Nullable Content resolve(Path images, ReadOptions options) {
    SortedMap<Long, String> categories = categories();
    if (categories == null) {
      return null;
    }
    List<Target> listed = pictures(images, options);
    Set<Integer> used = marks();
    tellUnused(List.copyOf(categories.values()), used);
    List<FileDataset.Entry> entries = new ArrayList<>();
    for (Target target : listed) {
      if (target.size != null) {
        entries.add(
            new FileDataset.Entry(
                target.picture.fileName(),
                target.path,
                target.size,
                target.annotations,
                target.picture.id()));
      }
    }
    return new FileDataset.Content(
        new ClassNames(List.copyOf(categories.values())),
        List.copyOf(categories.keySet()),
        entries);
  }

  private void error(Place place, String message) {
    findings.error(file, place.line(), place.toString(), message);
  }

  private void warning(Place place, String message) {
    findings.warning(file, place.line(), place.toString(), message);
  }

  private @Nullable SortedMap<Long, String> categories() {
    SortedMap<Long, String> byId = new TreeMap<>();
    Set<String> names = new HashSet<>();
    boolean isGood = true;
    for (Category category : coco.categories()) {
      if (byId.putIfAbsent(category.id(), category.name()) != null) {
        error(category.place(), "category id " + category.id() + " used twice");
        isGood = false;
      } else if (!names.add(category.name())) {
        warning(category.place(), "class name \"" + Words.bare(category.name()) + "\" used twice");
      }
    }
    if (byId.isEmpty()) {
      findings.error(file, 0, "no classes: categories is empty");
      return null;
    }
    for (long id : byId.keySet()) {
      classOf.put(id, classOf.size());
    }
    return isGood ? byId : null;
  }

  private List<Target> pictures(Path images, ReadOptions options) {
    List<CocoPictures.Found> found = CocoPictures.find(file, coco.pictures(), images, options);
    List<Target> listed = new ArrayList<>();
    Map<Path, Long> idOf = new HashMap<>();
    for (CocoPictures.Found one : found) {
      Picture picture = one.picture();
      findings.addAll(one.findings());
      Target target = new Target(picture, one.path(), one.size(), new ArrayList<>());
      if (targets.putIfAbsent(picture.id(), target) != null) {
        error(picture.place(), "image id " + picture.id() + " used twice");
        continue;
      }
      if (idOf.putIfAbsent(one.path(), picture.id()) != null) {
        warning(picture.place(), Words.bare(picture.fileName()) + " listed twice");
      }
      listed.add(target);
    }
    return listed;
  }

  /** The classes that have a box. */
  private Set<Integer> marks() {
    Set<Long> ids = new HashSet<>();
    Set<Integer> used = new HashSet<>();
    for (Mark mark : coco.marks()) {
      if (mark.id() == Mark.NO_ID) {
        warning(mark.place(), "no id: numbered");
      } else if (!ids.add(mark.id())) {
        error(mark.place(), "annotation id " + mark.id() + " used twice");
        continue;
      } else if (mark.id() == 0) {
        warning(mark.place(), "id 0 is taken for \"no match\" by pycocotools");
      }
      Target target = targets.get(mark.pictureId());
      Integer classIndex = classOf.get(mark.categoryId());
      if (target == null && coco.lostPictures().contains(mark.pictureId())) {
        continue; // its picture's entry was told already
      }
      if (target == null) {
        error(mark.place(), "image " + mark.pictureId() + " is not listed");
      } else if (classIndex == null) {
        error(mark.place(), "category " + mark.categoryId() + " is not listed");
      } else {
        used.add(classIndex);
        if (target.size != null) {
          add(mark, classIndex, target.size, target.annotations);
        }
      }
    }
    return used;
  }

  private void add(Mark mark, int classIndex, ImageSize size, List<Annotation> annotations) {
    Corner corner = mark.corner();
    if (!Double.isFinite(corner.x() + corner.width())
        || !Double.isFinite(corner.y() + corner.height())) {
      error(mark.place(), "bbox: number out of range: its far edges are not finite");
      return;
    }
    if (corner.width() <= 0 || corner.height() <= 0) {
      warning(mark.place(), "box without area: left out");
      return;
    }
    Box box = Box.ofCorner(corner.x(), corner.y(), corner.width(), corner.height());
    Box clipped = Clipping.clipped(box, size);
    if (clipped.width() <= 0 || clipped.height() <= 0) {
      warning(mark.place(), "box outside the image: left out");
      return;
    }
    if (Clipping.isTold(box, size)) {
      boolean fitsAsCorners =
          clipped.area() < box.area() / 2
              && corner.width() > corner.x()
              && corner.height() > corner.y()
              && corner.width() <= size.width()
              && corner.height() <= size.height();
      warning(
          mark.place(),
          "box leaves the image: clipped"
              + (fitsAsCorners ? "; are these corners instead of width and height?" : ""));
    }
    annotations.add(
        new Annotation(classIndex, clipped, areaOf(mark, box, clipped), mark.isCrowd()));
  }

  private double areaOf(Mark mark, Box box, Box clipped) {
    if (Double.isNaN(mark.area())) {
      warning(mark.place(), "no area: width * height taken");
      return clipped.area();
    }
    // One pixel and a thousandth of slack for whoever rounded or counted edges in.
    if (mark.area() > (box.width() + 1) * (box.height() + 1) * 1.001) {
      warning(
          mark.place(),
          "area " + plain(mark.area()) + ", box has " + plain(box.area()) + ": the box's taken");
      return clipped.area();
    }
    return mark.area();
  }

  private static String plain(double value) {
    return BigDecimal.valueOf(value).stripTrailingZeros().toPlainString();
  }

  private void tellUnused(List<String> names, Set<Integer> used) {
    if (coco.marks().isEmpty()) {
      findings.warning(file, 0, "no boxes at all");
      return;
    }
    List<String> unused = new ArrayList<>();
    for (int i = 0; i < names.size(); i++) {
      if (!used.contains(i)) {
        unused.add('"' + Words.bare(names.get(i)) + '"');
      }
    }
    if (!unused.isEmpty()) {
      int shown = Math.min(SHOWN_CLASSES, unused.size());
      findings.warning(
          file,
          0,
          (unused.size() == 1 ? "class " : unused.size() + " classes, ")
              + String.join(", ", unused.subList(0, shown))
              + (shown < unused.size() ? ", ..." : "")
              + (unused.size() == 1 ? " has no box" : " have no box"));
    }
  }
}
