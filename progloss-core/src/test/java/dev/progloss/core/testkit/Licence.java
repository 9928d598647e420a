package dev.progloss.core.testkit;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The licences that dependencies may have, with the names that their POMs give them. A name that is
 * not here is unknown, however close it comes: somebody must read that licence first.
 */
public enum Licence {
  APACHE(
      "Apache-2.0",
      "apache-2.0",
      "apache v2",
      "apache license, version 2.0",
      "the apache license, version 2.0",
      "the apache software license, version 2.0"),
  MIT("MIT", "mit", "mit license", "the mit license"),
  BSD("BSD-3-Clause", "bsd", "the bsd license", "bsd-2-clause", "bsd-3-clause"),
  EPL("EPL-2.0", "epl-2.0", "eclipse public license v2.0", "eclipse public license - v 2.0"),
  GPL_WITH_CLASSPATH_EXCEPTION(
      "GPL-2.0-only WITH Classpath-exception-2.0",
      "gplv2 with classpath exception",
      "gnu general public license (gpl), version 2, with the classpath exception");

  private final String spdx;

  @SuppressWarnings("ImmutableEnumChecker") // List.of never changes
  private final List<String> names;

  Licence(String spdx, String... names) {
    this.spdx = spdx;
    this.names = List.of(names);
  }

  /** Its SPDX identifier. */
  public String spdx() {
    return spdx;
  }

  /** The licence of a name in a POM. */
  public static Optional<Licence> named(String name) {
    String lower = name.strip().toLowerCase(Locale.ROOT);
    return Stream.of(values()).filter(licence -> licence.names.contains(lower)).findFirst();
  }
}
