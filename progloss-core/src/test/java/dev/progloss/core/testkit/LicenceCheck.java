package dev.progloss.core.testkit;

import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Holds the jars of a class path against the licences that are allowed.
 *
 * @param rules what is allowed; an artifact that no rule lets in is a problem
 */
public record LicenceCheck(List<Rule> rules) {

  /** Copies the list. */
  public LicenceCheck {
    rules = List.copyOf(rules);
  }

  /**
   * A licence that is allowed.
   *
   * @param licence which one
   * @param groups where artifacts must come from: a group, or the beginning of one before a dot;
   *     empty for everywhere
   */
  public record Rule(Licence licence, String groups) {

    boolean lets(MavenJar jar) {
      boolean isFromThere =
          groups.isEmpty() || jar.group().equals(groups) || jar.group().startsWith(groups + ".");
      // Where a POM lists several licences, its reader may choose.
      return isFromThere
          && jar.licences().stream()
              .anyMatch(name -> Licence.named(name).stream().anyMatch(licence::equals));
    }
  }

  /** What the project allows in every module: EPL for test tools alone. */
  public static LicenceCheck ofTheProject() {
    return new LicenceCheck(
        List.of(
            new Rule(Licence.APACHE, ""),
            new Rule(Licence.MIT, ""),
            new Rule(Licence.BSD, ""),
            new Rule(Licence.EPL, "org.junit"),
            new Rule(Licence.EPL, "net.jqwik")));
  }

  /** The same and one rule more. */
  public LicenceCheck with(Rule rule) {
    List<Rule> more = new ArrayList<>(rules);
    more.add(rule);
    return new LicenceCheck(more);
  }

  /** One line for each jar that no rule lets in. */
  public List<String> problems(List<MavenJar> jars) {
    List<String> problems = new ArrayList<>();
    for (MavenJar jar : jars) {
      if (rules.stream().noneMatch(rule -> rule.lets(jar))) {
        String licences = jar.licences().isEmpty() ? "none" : String.join("; ", jar.licences());
        problems.add(
            jar.group()
                + ":"
                + jar.artifact()
                + ":"
                + jar.version()
                + ": no rule lets in its licence ("
                + licences
                + "); read it, then use another artifact, leave it out by an exclusion, or write a"
                + " rule and an ADR");
      }
    }
    return problems;
  }

  /**
   * The jars that the running tests were started with, without those of this project.
   *
   * @throws IllegalStateException if a jar has no POM beside it
   */
  public static List<MavenJar> jarsOfThisClassPath() {
    Path own = Goldens.projectRoot().toAbsolutePath().normalize();
    List<MavenJar> jars = new ArrayList<>();
    for (String entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
      Path path = Path.of(entry).toAbsolutePath().normalize();
      if (entry.endsWith(".jar") && !path.startsWith(own)) {
        jars.add(MavenJar.of(path));
      }
    }
    return jars;
  }
}
