package dev.progloss.study.report;

/**
 * A chart that was drawn for a report.
 *
 * @param name of its file, without folder and ending
 * @param title what it shows
 * @param png the picture; not copied
 */
@SuppressWarnings("ArrayRecordComponent") // pictures are large and handed on once
public record Chart(String name, String title, byte[] png) {}
