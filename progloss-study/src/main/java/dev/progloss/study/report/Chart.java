package dev.progloss.study.report;

/**
 * A chart that was drawn for a report.
 *
 * @param name of its file, without folder and ending
 * @param title what it shows
 * @param png the picture; not copied
 */
public record Chart(String name, String title, byte[] png) {}
