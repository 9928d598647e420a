package dev.progloss.study.report;

import dev.progloss.study.plan.StudyPlan;
import dev.progloss.study.result.RunResult;
import java.util.List;

/**
 * What a comparison found.
 *
 * @param program name and version of what made it
 * @param command what makes it again
 * @param plan what was compared
 * @param sets in the plan's order
 * @param pooled differences over all data sets; empty where there is one
 * @param courses numbers over epochs, for charts
 */
public record StudyReport(
    String program,
    String command,
    StudyPlan plan,
    List<SetReport> sets,
    List<Difference> pooled,
    List<Course> courses) {

  /** Copies the lists. */
  public StudyReport {
    sets = List.copyOf(sets);
    pooled = List.copyOf(pooled);
    courses = List.copyOf(courses);
  }

  /** The same report, made by another command than the comparison's own. */
  public StudyReport madeBy(String other) {
    return new StudyReport(program, other, plan, sets, pooled, courses);
  }

  /** How many runs ended so, over all arms and sets. */
  public long count(RunResult.End end) {
    return sets.stream().flatMap(set -> set.arms().stream()).mapToLong(arm -> arm.count(end)).sum();
  }

  /** The courses of one name on one set, arm by arm. */
  public List<Course> courses(String ofSet, String called) {
    return courses.stream()
        .filter(course -> course.set().equals(ofSet) && course.name().equals(called))
        .toList();
  }

  /** Every name of a course that begins so, in the order of first appearance. */
  public List<String> courseNames(String prefix) {
    return courses.stream().map(Course::name).filter(n -> n.startsWith(prefix)).distinct().toList();
  }
}
