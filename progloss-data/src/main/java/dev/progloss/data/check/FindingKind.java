package dev.progloss.data.check;

import dev.progloss.data.dataset.Finding;
import dev.progloss.data.dataset.Severity;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Findings that say the same of different places.
 *
 * @param severity of all of them
 * @param what their message, with {@code #} for numbers and {@code ..} for names and quoted words
 * @param findings in the order of reading, at least one
 */
public record FindingKind(Severity severity, String what, List<Finding> findings) {

  private static final Pattern QUOTED = Pattern.compile("«[^»]*»|\"[^\"]*\"|\\[[^\\]]*\\]");

  /** What has a separator in it, or an ending such as .jpg. */
  private static final Pattern NAME =
      Pattern.compile("\\S*[/\\\\]\\S*|\\S+\\.\\p{Alpha}\\w{2,4}\\b");

  private static final Pattern NUMBER =
      Pattern.compile(
          "(?<![\\p{Alnum}_-])[-+]?\\d+(?:\\.\\d+)?(?:[eE][-+]?\\d+)?(?![\\p{Alnum}_])");

  private static final int LONGEST = 200;

  /** Copies the list. */
  public FindingKind {
    findings = List.copyOf(findings);
  }

  /** The kinds of one severity, the most frequent first. */
  public static List<FindingKind> of(Severity severity, List<Finding> findings) {
    Map<String, List<Finding>> byText = new LinkedHashMap<>();
    for (Finding finding : findings) {
      if (finding.severity() == severity) {
        byText.computeIfAbsent(what(finding.message()), key -> new ArrayList<>()).add(finding);
      }
    }
    List<FindingKind> kinds = new ArrayList<>();
    byText.forEach((text, same) -> kinds.add(new FindingKind(severity, text, same)));
    kinds.sort(Comparator.comparing((FindingKind kind) -> -kind.findings.size()));
    return kinds;
  }

  /** A message without what differs from place to place. */
  static String what(String message) {
    String cut = message.length() > LONGEST ? message.substring(0, LONGEST) : message;
    String text = QUOTED.matcher(cut).replaceAll("..");
    text = NAME.matcher(text).replaceAll("..");
    return NUMBER.matcher(text).replaceAll("#");
  }
}
