package dev.progloss.data.format;

import java.util.List;
import java.util.Set;

/**
 * The parts of a COCO file that detection needs, entry by entry as written, not yet believed beyond
 * their own form.
 *
 * @param lostPictures ids of pictures whose entries were refused, so that their annotations are not
 *     told as pointing nowhere
 */
record CocoFile(
    List<Picture> pictures, List<Mark> marks, List<Category> categories, Set<Long> lostPictures) {

  /** Width and height are 0 where neither is written. */
  record Picture(Place place, long id, String fileName, long width, long height) {}

  /** One annotation; the area is NaN where none is written, the id negative. */
  record Mark(
      Place place,
      long id,
      long pictureId,
      long categoryId,
      Corner corner,
      double area,
      boolean isCrowd) {

    static final long NO_ID = Long.MIN_VALUE;
  }

  /** A box as written: left, top, width, height in pixels. */
  record Corner(double x, double y, double width, double height) {}

  /** One class. */
  record Category(Place place, long id, String name) {}

  /** Where an entry stands: its line, and its index in its section. */
  record Place(String section, int index, int line) {

    @Override
    public String toString() {
      return section + "[" + index + "]";
    }
  }
}
