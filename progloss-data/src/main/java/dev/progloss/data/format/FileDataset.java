package dev.progloss.data.format;

import dev.progloss.core.detection.Annotation;
import dev.progloss.core.detection.ClassNames;
import dev.progloss.core.detection.ImageSize;
import dev.progloss.core.error.DataException;
import dev.progloss.data.dataset.DataReport;
import dev.progloss.data.dataset.Dataset;
import dev.progloss.data.dataset.Sample;
import dev.progloss.data.image.Image;
import dev.progloss.data.image.ImageReader;
import dev.progloss.data.image.ImageReader.FittedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;

/**
 * Pictures in files, with labels that were read and checked when it was opened. Immutable: safe to
 * read from several threads.
 */
public final class FileDataset implements Dataset {

  private final ClassNames classes;
  private final List<Long> categoryIds;
  private final List<Entry> entries;
  private final DataReport report;
  private final long maxPixels;

  FileDataset(Content content, DataReport report, long maxPixels) {
    this.classes = content.classes;
    this.categoryIds = List.copyOf(content.categoryIds);
    this.entries = List.copyOf(content.entries);
    this.report = report;
    this.maxPixels = maxPixels;
  }

  /** One picture. */
  record Entry(String name, Path file, ImageSize size, List<Annotation> annotations, long imageId) {

    Entry {
      annotations = List.copyOf(annotations);
    }
  }

  /** What a reader found usable; {@code categoryIds} has one id a class. */
  record Content(ClassNames classes, List<Long> categoryIds, List<Entry> entries) {}

  @Override
  public ClassNames classes() {
    return classes;
  }

  @Override
  public int size() {
    return entries.size();
  }

  @Override
  public String name(int index) {
    return entries.get(index).name;
  }

  @Override
  public ImageSize imageSize(int index) {
    return entries.get(index).size;
  }

  @Override
  public List<Annotation> annotations(int index) {
    return entries.get(index).annotations;
  }

  /** The picture's file. */
  public Path file(int index) {
    return entries.get(index).file;
  }

  /** The picture's id in COCO files; counted from 1 where the data set has none. */
  public long imageId(int index) {
    return entries.get(index).imageId;
  }

  /** The class's id in COCO files; class index + 1 where the data set has none. */
  public long categoryId(int classIndex) {
    return categoryIds.get(classIndex);
  }

  /** What was found while reading. */
  public DataReport report() {
    return report;
  }

  @Override
  public Sample read(int index) {
    Entry entry = entries.get(index);
    Image image = ImageReader.read(entry.file, maxPixels);
    requireSize(entry, image.size());
    return new Sample(entry.name, image, entry.annotations);
  }

  @Override
  public Image readFitted(int index, int longerSide) {
    Entry entry = entries.get(index);
    FittedImage fitted = ImageReader.readFitted(entry.file, maxPixels, longerSide);
    requireSize(entry, fitted.original());
    return fitted.image();
  }

  @Override
  public String stamp(int index) {
    Path file = entries.get(index).file;
    try {
      BasicFileAttributes state = Files.readAttributes(file, BasicFileAttributes.class);
      return file.toRealPath() + "\n" + state.size() + "\n" + state.lastModifiedTime();
    } catch (IOException e) {
      return "";
    }
  }

  private static void requireSize(Entry entry, ImageSize now) {
    if (!now.equals(entry.size)) {
      throw new DataException(
          entry.file
              + ": was "
              + entry.size.width()
              + " x "
              + entry.size.height()
              + " when the data set was opened, is now "
              + now.width()
              + " x "
              + now.height());
    }
  }
}
