package dev.progloss.data.augment;

import dev.progloss.core.box.Box;
import dev.progloss.core.detection.Annotation;
import dev.progloss.core.detection.ImageSize;
import dev.progloss.data.image.Easel;
import dev.progloss.data.image.PixelArea;
import java.util.ArrayList;
import java.util.List;

/**
 * Where pictures lie on a square canvas, and which of their objects: known before any pixel is
 * decoded, so that only what will be seen needs to be.
 *
 * @param side side of the canvas, pixels
 * @param tiles the pictures; their cells cover the canvas once
 */
record Layout(int side, List<Tile> tiles) {

  private static final int JOINED = 4;

  /**
   * A picture on the canvas.
   *
   * @param index of the picture
   * @param left column of the canvas where its first column lies, perhaps outside
   * @param top the same for rows
   * @param size its size
   * @param cell what of the canvas it may cover
   */
  record Tile(int index, int left, int top, ImageSize size, PixelArea cell) {

    private PixelArea covered() {
      return cell.and(new PixelArea(left, top, left + size.width(), top + size.height()));
    }
  }

  /** One picture in the middle. */
  static Layout centred(ResizedPictures pictures, int index) {
    int side = pictures.side();
    ImageSize size = pictures.imageSize(index);
    int left = (side - size.width()) / 2;
    int top = (side - size.height()) / 2;
    return new Layout(side, List.of(new Tile(index, left, top, size, PixelArea.square(side))));
  }

  /** Four pictures that meet at a random point of a canvas of twice the side. */
  static Layout mosaic(ResizedPictures pictures, int index, SampleRandom random) {
    int side = 2 * pictures.side();
    int meetX = (int) random.between(0.25 * side, 0.75 * side);
    int meetY = (int) random.between(0.25 * side, 0.75 * side);
    List<Tile> tiles = new ArrayList<>();
    for (int corner = 0; corner < JOINED; corner++) {
      int picture = corner == 0 ? index : random.nextInt(pictures.size());
      ImageSize size = pictures.imageSize(picture);
      boolean isLeft = corner % 2 == 0;
      boolean isAbove = corner < 2;
      PixelArea cell =
          new PixelArea(
              isLeft ? 0 : meetX,
              isAbove ? 0 : meetY,
              isLeft ? meetX : side,
              isAbove ? meetY : side);
      int left = isLeft ? meetX - size.width() : meetX;
      int top = isAbove ? meetY - size.height() : meetY;
      tiles.add(new Tile(picture, left, top, size, cell));
    }
    return new Layout(side, tiles);
  }

  /**
   * The objects, in pixels of the canvas. What sticks out is cut, but an annotation keeps the area
   * of the whole object, by which {@link Geometry} judges what is left.
   */
  List<Annotation> annotations(ResizedPictures pictures) {
    List<Annotation> laid = new ArrayList<>();
    for (Tile tile : tiles) {
      for (Annotation annotation : pictures.annotations(tile.index)) {
        Box box = annotation.box().shifted(tile.left, tile.top).clippedTo(side, side);
        if (box.area() > 0) {
          laid.add(
              new Annotation(annotation.classIndex(), box, annotation.area(), annotation.crowd()));
        }
      }
    }
    return laid;
  }

  /** Lays the pictures of which anything will be looked at. */
  void paint(ResizedPictures pictures, Easel easel, PixelArea seen) {
    easel.begin(side, seen);
    for (Tile tile : tiles) {
      if (easel.shows(tile.covered())) {
        easel.lay(pictures.image(tile.index), tile.left, tile.top, tile.cell);
      } else {
        easel.pad(tile.cell);
      }
    }
  }
}
