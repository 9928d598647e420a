package dev.progloss.data.format;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.io.JsonEOFException;
import java.io.BufferedInputStream;
import java.io.CharConversionException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Reads a COCO file entry by entry; masks and everything else not needed are passed over. */
final class CocoParser {

  private static final int DEEPEST = 100;
  private static final JsonFactory JSON =
      JsonFactory.builder()
          .streamReadConstraints(StreamReadConstraints.builder().maxNestingDepth(DEEPEST).build())
          .build();
  private static final Pattern JACKSON_ADVICE =
      Pattern.compile("( \\(not recognized as one since|: enable `).*", Pattern.DOTALL);
  private static final List<String> SECTIONS = List.of("images", "annotations", "categories");

  private final Path file;
  private final Findings findings;
  private final CocoFile content =
      new CocoFile(new ArrayList<>(), new ArrayList<>(), new ArrayList<>(), new HashSet<>());
  private boolean isBroken;
  private String where = "";

  private CocoParser(Path file, Findings findings) {
    this.file = file;
    this.findings = findings;
  }

  /** The file's content; empty, with findings, if it is no COCO file. */
  static Optional<CocoFile> read(Path file, Findings findings) {
    return new CocoParser(file, findings).read();
  }

  private Optional<CocoFile> read() {
    try (InputStream bytes = new BufferedInputStream(Files.newInputStream(file), 1 << 16)) {
      if (!startsAsUtf8(bytes)) {
        return refuse(1, "not UTF-8; save the file as UTF-8");
      }
      try (JsonParser parser = JSON.createParser(bytes)) {
        return root(parser);
      }
    } catch (NoSuchFileException e) {
      return refuse(0, "not found");
    } catch (IOException e) {
      return refuse(0, "cannot be read: " + e.getMessage());
    }
  }

  private static boolean startsAsUtf8(InputStream bytes) throws IOException {
    bytes.mark(4);
    byte[] head = bytes.readNBytes(4);
    bytes.reset();
    return !TextFiles.isUtf16(head);
  }

  private Optional<CocoFile> root(JsonParser parser) throws IOException {
    try {
      JsonToken first = parser.nextToken();
      if (first == null) {
        return refuse(1, "file is empty");
      }
      if (first == JsonToken.START_ARRAY && nestsDeeply(parser)) {
        return refuse(1, "nested too deeply: more than " + DEEPEST + " levels");
      }
      if (first != JsonToken.START_OBJECT) {
        return refuse(
            1,
            "must be an object with images, annotations and categories"
                + (first == JsonToken.START_ARRAY ? "; is this a results file?" : ""));
      }
      sections(parser);
    } catch (StreamConstraintsException e) {
      return refuse(line(parser), tooMuch(e));
    } catch (JsonEOFException e) {
      return refuse(line(parser), "JSON ends early");
    } catch (JsonParseException e) {
      return refuse(line(parser), notJson(e));
    } catch (CharConversionException e) {
      return refuse(line(parser), "not UTF-8: " + e.getMessage());
    }
    tellWhatFollows(parser);
    return isBroken ? Optional.empty() : Optional.of(content);
  }

  private static boolean nestsDeeply(JsonParser parser) throws IOException {
    try {
      while (parser.nextToken() == JsonToken.START_ARRAY) {
        // down to the first thing that is no list
      }
      return false;
    } catch (StreamConstraintsException e) {
      return true;
    } catch (JsonParseException e) {
      return false;
    }
  }

  private static String tooMuch(StreamConstraintsException e) {
    String message = e.getOriginalMessage();
    return message.contains("nesting depth")
        ? "nested too deeply: more than " + DEEPEST + " levels"
        : "a text or number is too long: " + message;
  }

  private static String notJson(JsonParseException e) {
    String message = JACKSON_ADVICE.matcher(e.getOriginalMessage()).replaceFirst("");
    if (message.contains("Invalid UTF-8")) {
      return "not UTF-8: " + message;
    }
    return message.contains("Non-standard token") || message.contains("Unrecognized token 'NaN'")
        ? "NaN is not JSON: " + message
        : "not JSON: " + message;
  }

  private Optional<CocoFile> refuse(int line, String message) {
    findings.error(file, line, where, message);
    isBroken = true;
    return Optional.empty();
  }

  private static int line(JsonParser parser) {
    return Math.max(0, parser.currentLocation().getLineNr());
  }

  private void sections(JsonParser parser) throws IOException {
    Set<String> seen = new HashSet<>();
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String name = parser.currentName();
      if (!seen.add(name)) {
        refuse(parser.currentTokenLocation().getLineNr(), "key \"" + Words.bare(name) + "\" twice");
      }
      JsonToken value = parser.nextToken();
      if (!SECTIONS.contains(name)) {
        parser.skipChildren();
      } else if (value == JsonToken.START_ARRAY) {
        section(parser, name);
      } else {
        refuse(parser.currentTokenLocation().getLineNr(), "\"" + name + "\" must be a list");
        parser.skipChildren();
      }
    }
    for (String section : SECTIONS) {
      if (!seen.contains(section)) {
        refuse(0, "no \"" + section + "\"");
      }
    }
  }

  private void section(JsonParser parser, String name) throws IOException {
    CocoEntryReader reader = new CocoEntryReader(file, content, findings);
    int index = 0;
    for (JsonToken token = parser.nextToken();
        token != JsonToken.END_ARRAY;
        token = parser.nextToken()) {
      CocoFile.Place place =
          new CocoFile.Place(name, index, parser.currentTokenLocation().getLineNr());
      where = place.toString();
      if (token == JsonToken.START_OBJECT) {
        isBroken |= !reader.read(parser, place);
      } else {
        findings.error(
            file, place.line(), where, "must be an object, is " + CocoEntryReader.shown(parser));
        parser.skipChildren();
      }
      index++;
    }
    where = "";
  }

  private void tellWhatFollows(JsonParser parser) throws IOException {
    boolean isMore;
    try {
      isMore = parser.nextToken() != null;
    } catch (JsonParseException e) {
      isMore = true;
    }
    if (isMore) {
      refuse(line(parser), "text after the JSON");
    }
  }
}
