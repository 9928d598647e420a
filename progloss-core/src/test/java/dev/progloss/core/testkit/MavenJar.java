package dev.progloss.core.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.jspecify.annotations.Nullable;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.xml.sax.SAXException;

/**
 * A jar in a local Maven repository, with what its POM says of it.
 *
 * @param licences names as they stand there, or in the nearest parent that has some
 */
public record MavenJar(String group, String artifact, String version, List<String> licences) {

  /** Copies the list. */
  public MavenJar {
    licences = List.copyOf(licences);
  }

  /**
   * Reads the POM beside a jar.
   *
   * @throws IllegalStateException if there is none
   */
  public static MavenJar of(Path jar) {
    // REPOSITORY/GROUP/ARTIFACT/VERSION/ARTIFACT-VERSION[-CLASSIFIER].jar
    Path versionFolder = jar.getParent();
    String version = versionFolder.getFileName().toString();
    String artifact = versionFolder.getParent().getFileName().toString();
    Path file = versionFolder.resolve(artifact + "-" + version + ".pom");
    if (!Files.exists(file)) {
      throw new IllegalStateException(jar + ": no POM beside it, so its licence is not known");
    }
    Element pom = read(file);
    Element parent = child(pom, "parent");
    String group = text(pom, "groupId");
    if (group.isEmpty() && parent != null) {
      group = text(parent, "groupId");
    }
    Path repository = versionFolder;
    for (int up = group.split("\\.").length + 2; up > 0; up--) {
      repository = repository.getParent();
    }
    return new MavenJar(group, artifact, version, licences(repository, pom));
  }

  private static List<String> licences(Path repository, Element pom) {
    List<String> names = new ArrayList<>();
    Element all = child(pom, "licenses");
    if (all != null) {
      for (Node node = all.getFirstChild(); node != null; node = node.getNextSibling()) {
        if (node instanceof Element licence) {
          names.add(text(licence, "name"));
        }
      }
    }
    Element parent = child(pom, "parent");
    if (!names.isEmpty() || parent == null) {
      return names;
    }
    String artifact = text(parent, "artifactId");
    String version = text(parent, "version");
    Path file =
        repository
            .resolve(text(parent, "groupId").replace('.', '/'))
            .resolve(artifact)
            .resolve(version)
            .resolve(artifact + "-" + version + ".pom");
    return licences(repository, read(file));
  }

  private static Element read(Path file) {
    try {
      DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
      factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
      return factory.newDocumentBuilder().parse(file.toFile()).getDocumentElement();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (SAXException | ParserConfigurationException e) {
      throw new IllegalStateException(file + ": " + e, e);
    }
  }

  private static @Nullable Element child(Element parent, String name) {
    for (Node node = parent.getFirstChild(); node != null; node = node.getNextSibling()) {
      if (node instanceof Element element && element.getTagName().equals(name)) {
        return element;
      }
    }
    return null;
  }

  private static String text(Element parent, String name) {
    Element found = child(parent, name);
    return found == null ? "" : found.getTextContent().strip();
  }
}
