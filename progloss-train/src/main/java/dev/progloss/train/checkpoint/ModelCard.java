package dev.progloss.train.checkpoint;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import dev.progloss.core.detection.ClassNames;
import dev.progloss.core.error.ConfigException;
import dev.progloss.core.error.FormatException;
import dev.progloss.model.architecture.DetectorConfig;
import dev.progloss.model.architecture.Network;
import dev.progloss.model.architecture.Scale;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * All that is needed to use weights, beside the weights.
 *
 * @param scale size of the network
 * @param bins distance bins a side
 * @param objectness whether the head says if there is anything at all
 * @param classes what it tells apart
 * @param imageSide side of the square it was trained on, pixels
 * @param provenance where it came from, in the writer's own words
 */
public record ModelCard(
    Scale scale,
    int bins,
    boolean objectness,
    ClassNames classes,
    int imageSide,
    Map<String, String> provenance) {

  private static final String FORMAT = "progloss.detector";
  private static final String VERSION = "2";
  private static final String WITHOUT_CHECKSUM = "1";
  private static final String OBJECTNESS = "objectness";
  private static final String PROVENANCE = "provenance.";
  private static final JsonFactory JSON = new JsonFactory();

  /** Beyond these a network would take more memory than there is, or its sizes wrap around. */
  private static final int MOST_BINS = 1024;

  private static final int MOST_SIDE = 16_384;
  private static final int MOST_CLASSES = 100_000;
  private static final int LONGEST_SHOWN = 200;

  /** Copies the map, in its order. */
  public ModelCard {
    provenance = Collections.unmodifiableMap(new LinkedHashMap<>(provenance));
  }

  /** Of a head without objectness. */
  public ModelCard(
      Scale scale, int bins, ClassNames classes, int imageSide, Map<String, String> provenance) {
    this(scale, bins, false, classes, imageSide, provenance);
  }

  /** The network that the weights belong to. */
  public Network network() {
    return Network.of(new DetectorConfig(scale, classes.size(), bins, true, objectness));
  }

  /** As the metadata of a file. */
  Map<String, String> toMetadata() {
    Map<String, String> metadata = new LinkedHashMap<>();
    metadata.put("format", FORMAT);
    metadata.put("format_version", VERSION);
    metadata.put("model", scale.modelName());
    metadata.put("reg_max", String.valueOf(bins));
    if (objectness) { // files of heads without it stay what they were
      metadata.put(OBJECTNESS, "true");
    }
    metadata.put("imgsz", String.valueOf(imageSide));
    metadata.put("names", json(classes.names()));
    provenance.forEach((key, text) -> metadata.put(PROVENANCE + key, text));
    return metadata;
  }

  /**
   * From the metadata of a file.
   *
   * @param file for messages
   * @throws FormatException if it is not a detector's, or of a later version
   */
  static ModelCard of(String file, Map<String, String> metadata) {
    if (!FORMAT.equals(metadata.get("format"))) {
      throw new FormatException(
          file
              + ": metadata must say format "
              + FORMAT
              + ", got "
              + shown(metadata.get("format"))
              + "; are these the weights of a run of ours?");
    }
    String version = metadata.get("format_version");
    if (!VERSION.equals(version) && !WITHOUT_CHECKSUM.equals(version)) {
      throw new FormatException(
          file
              + ": format version must be at most "
              + VERSION
              + ", got "
              + shown(version)
              + "; it was written by a later release");
    }
    Map<String, String> provenance = new LinkedHashMap<>();
    metadata.forEach(
        (key, text) -> {
          if (key.startsWith(PROVENANCE)) {
            provenance.put(key.substring(PROVENANCE.length()), text);
          }
        });
    try {
      return new ModelCard(
          Scale.ofModel(field(file, metadata, "model")),
          number(file, metadata, "reg_max", MOST_BINS),
          flag(file, metadata),
          new ClassNames(names(file, field(file, metadata, "names"))),
          side(file, metadata),
          provenance);
    } catch (ConfigException | IllegalArgumentException e) {
      throw new FormatException(file + ": metadata: " + shown(e.getMessage()), e);
    }
  }

  private static String field(String file, Map<String, String> metadata, String key) {
    String text = metadata.get(key);
    if (text == null) {
      throw new FormatException(file + ": metadata must have " + key + ", got none");
    }
    return text;
  }

  private static boolean flag(String file, Map<String, String> metadata) {
    String text = metadata.getOrDefault(OBJECTNESS, "false");
    if (!text.equals("true") && !text.equals("false")) {
      throw new FormatException(
          file + ": metadata " + OBJECTNESS + " must be true or false, got " + shown(text));
    }
    return text.equals("true");
  }

  private static int number(String file, Map<String, String> metadata, String key, int most) {
    String text = field(file, metadata, key);
    try {
      int value = Integer.parseInt(text);
      if (value >= 1 && value <= most) {
        return value;
      }
    } catch (NumberFormatException e) {
      // told below, like a number out of range
    }
    throw new FormatException(
        file
            + ": metadata "
            + key
            + " must be a whole number of 1 to "
            + most
            + ", got "
            + shown(text));
  }

  private static int side(String file, Map<String, String> metadata) {
    int side = number(file, metadata, "imgsz", MOST_SIDE);
    if (side % Network.COARSEST_STRIDE != 0) {
      throw new FormatException(
          file
              + ": metadata imgsz must be a multiple of "
              + Network.COARSEST_STRIDE
              + ", got "
              + side);
    }
    return side;
  }

  /** A text of the file for a message. */
  private static String shown(@Nullable String text) {
    return text == null || text.length() <= LONGEST_SHOWN
        ? String.valueOf(text)
        : text.substring(0, LONGEST_SHOWN) + "…";
  }

  private static String json(List<String> names) {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = JSON.createGenerator(text)) {
      json.writeStartArray();
      for (String name : names) {
        json.writeString(name);
      }
      json.writeEndArray();
    } catch (IOException e) {
      throw new UncheckedIOException(e); // a StringWriter never fails
    }
    return text.toString();
  }

  private static List<String> names(String file, String text) {
    List<String> names = new ArrayList<>();
    try (JsonParser parser = JSON.createParser(text)) {
      boolean isList = parser.nextToken() == JsonToken.START_ARRAY;
      while (isList && parser.nextToken() == JsonToken.VALUE_STRING) {
        names.add(parser.getText());
        if (names.size() > MOST_CLASSES) {
          throw new FormatException(
              file + ": metadata names must be at most " + MOST_CLASSES + " classes");
        }
      }
      if (isList && parser.currentToken() == JsonToken.END_ARRAY) {
        return names;
      }
    } catch (JsonProcessingException e) {
      throw new FormatException(file + ": metadata names: " + e.getOriginalMessage(), e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    throw new FormatException(
        file + ": metadata names must be a JSON list of words, got " + shown(text));
  }
}
