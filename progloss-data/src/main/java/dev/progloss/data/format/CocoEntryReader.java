package dev.progloss.data.format;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.progloss.data.format.CocoFile.Category;
import dev.progloss.data.format.CocoFile.Corner;
import dev.progloss.data.format.CocoFile.Mark;
import dev.progloss.data.format.CocoFile.Picture;
import dev.progloss.data.format.CocoFile.Place;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads one entry of a COCO file at a time and checks each field by itself. */
final class CocoEntryReader {

  private static final List<String> LONGS =
      List.of("id", "image_id", "category_id", "width", "height");
  private static final double MOST = 1L << 53;

  private final Path file;
  private final CocoFile content;
  private final Findings findings;
  private final Set<String> seen = new HashSet<>();

  private Place place = new Place("", 0, 0);
  private boolean isGood;
  private long id;
  private long pictureId;
  private long categoryId;
  private long width;
  private long height;
  private double area;
  private boolean isCrowd;
  private @Nullable String fileName;
  private @Nullable String name;
  private @Nullable Corner corner;

  CocoEntryReader(Path file, CocoFile content, Findings findings) {
    this.file = file;
    this.content = content;
    this.findings = findings;
  }

  /**
   * Reads from behind the opening brace to the closing one; adds the entry to the content if its
   * fields are good, tells why if not.
   *
   * @return whether reading the others makes sense: a class lost would shift all that follow
   */
  boolean read(JsonParser parser, Place at) throws IOException {
    clear(at);
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String key = parser.currentName();
      if (!seen.add(key)) {
        refuse("key \"" + Words.bare(key) + "\" twice");
      }
      parser.nextToken();
      field(parser, key);
    }
    return switch (at.section()) {
      case "images" -> addPicture();
      case "annotations" -> addMark();
      default -> addCategory();
    };
  }

  private void clear(Place at) {
    place = at;
    isGood = true;
    seen.clear();
    id = 0;
    pictureId = 0;
    categoryId = 0;
    width = 0;
    height = 0;
    area = Double.NaN;
    isCrowd = false;
    fileName = null;
    name = null;
    corner = null;
  }

  private void refuse(String message) {
    isGood = false;
    findings.error(file, place.line(), place.toString(), message);
  }

  private void field(JsonParser parser, String key) throws IOException {
    boolean isMark = place.section().equals("annotations");
    if (LONGS.contains(key) && !(isMark && (key.equals("width") || key.equals("height")))) {
      wholeNumber(parser, key);
    } else if (key.equals("file_name")) {
      fileName = text(parser, key);
    } else if (key.equals("name")) {
      name = text(parser, key);
    } else if (isMark && key.equals("bbox")) {
      readBox(parser);
    } else if (isMark && key.equals("area")) {
      area = number(parser, "area");
    } else if (isMark && key.equals("iscrowd")) {
      readCrowd(parser);
    }
    parser.skipChildren();
  }

  /** The current value for a message. */
  static String shown(JsonParser parser) throws IOException {
    return switch (parser.currentToken()) {
      case START_ARRAY -> "a list";
      case START_OBJECT -> "an object";
      case VALUE_STRING -> Words.quoted(parser.getText());
      default -> Words.bare(parser.getText());
    };
  }

  private void wholeNumber(JsonParser parser, String key) throws IOException {
    String shown = key.equals("id") ? idName() : key;
    JsonToken token = parser.currentToken();
    if (token != JsonToken.VALUE_NUMBER_INT && token != JsonToken.VALUE_NUMBER_FLOAT) {
      refuse(shown + " must be a number, is " + shown(parser));
      return;
    }
    double rough = parser.getDoubleValue();
    if (Math.abs(rough) > MOST) {
      refuse(shown + " out of range: " + shown(parser));
    } else if (rough != Math.rint(rough)) {
      refuse(shown + " must be whole, is " + shown(parser));
    } else {
      set(key, (long) rough);
    }
  }

  private String idName() {
    return switch (place.section()) {
      case "images" -> "image id";
      case "annotations" -> "annotation id";
      default -> "category id";
    };
  }

  private void set(String key, long value) {
    switch (key) {
      case "id" -> id = value;
      case "image_id" -> pictureId = value;
      case "category_id" -> categoryId = value;
      case "width" -> width = value;
      default -> height = value;
    }
  }

  private @Nullable String text(JsonParser parser, String key) throws IOException {
    if (parser.currentToken() != JsonToken.VALUE_STRING) {
      refuse(key + " must be text, is " + shown(parser));
      return null;
    }
    String text = parser.getText();
    for (int i = 0; i < text.length(); i++) {
      if (Character.isHighSurrogate(text.charAt(i))
          && i + 1 < text.length()
          && Character.isLowSurrogate(text.charAt(i + 1))) {
        i++;
      } else if (Character.isSurrogate(text.charAt(i))) {
        refuse("broken character in a name: half of a surrogate pair in " + key);
        return null;
      }
    }
    return text;
  }

  private double number(JsonParser parser, String what) throws IOException {
    if (!parser.currentToken().isNumeric()) {
      refuse(what + " needs numbers, has " + shown(parser));
      return Double.NaN;
    }
    double value = parser.getDoubleValue();
    if (!Double.isFinite(value)) {
      refuse(what + ": number out of range: " + shown(parser));
    }
    return value;
  }

  private void readBox(JsonParser parser) throws IOException {
    if (parser.currentToken() != JsonToken.START_ARRAY) {
      refuse("bbox needs 4 numbers, is " + shown(parser));
      return;
    }
    double[] numbers = new double[4];
    int count = 0;
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      if (count < 4 && isGood) {
        numbers[count] = number(parser, "bbox");
      }
      parser.skipChildren();
      count++;
    }
    if (count == 4) {
      corner = new Corner(numbers[0], numbers[1], numbers[2], numbers[3]);
    } else {
      refuse("bbox needs 4 numbers, has " + count);
    }
  }

  private void readCrowd(JsonParser parser) throws IOException {
    JsonToken token = parser.currentToken();
    boolean isBoolean = token == JsonToken.VALUE_TRUE || token == JsonToken.VALUE_FALSE;
    double value = isBoolean || !token.isNumeric() ? -1 : parser.getDoubleValue();
    if (!isBoolean && value != 0 && value != 1) {
      refuse("iscrowd must be 0 or 1, is " + shown(parser));
    }
    isCrowd = token == JsonToken.VALUE_TRUE || value == 1;
  }

  private void require(String key) {
    if (!seen.contains(key)) {
      refuse("no " + key);
    }
  }

  private boolean addPicture() {
    require("id");
    require("file_name");
    boolean hasSize = seen.contains("width") && seen.contains("height");
    if (isGood && hasSize && (width < 1 || height < 1)) {
      refuse(
          width < 1
              ? "width " + width + ", must be at least 1"
              : "height " + height + ", must be at least 1");
    }
    if (isGood && fileName != null) {
      content
          .pictures()
          .add(new Picture(place, id, fileName, hasSize ? width : 0, hasSize ? height : 0));
    } else if (seen.contains("id")) {
      content.lostPictures().add(id);
    }
    return true;
  }

  private void requireNotNegative(String side, double value) {
    if (value < 0) {
      refuse(
          side + BigDecimal.valueOf(value).stripTrailingZeros().toPlainString() + " is negative");
    }
  }

  private boolean addMark() {
    require("image_id");
    require("category_id");
    require("bbox");
    if (isGood && corner != null) {
      requireNotNegative("width ", corner.width());
      requireNotNegative("height ", corner.height());
    }
    if (isGood && area < 0) {
      refuse("area must not be negative, is " + area);
    }
    if (isGood && corner != null) {
      long known = seen.contains("id") ? id : Mark.NO_ID;
      content.marks().add(new Mark(place, known, pictureId, categoryId, corner, area, isCrowd));
    }
    return true;
  }

  private boolean addCategory() {
    require("id");
    require("name");
    if (isGood && name != null && name.isBlank()) {
      refuse("name must not be blank");
    }
    if (isGood && name != null) {
      content.categories().add(new Category(place, id, name));
    }
    return isGood;
  }
}
