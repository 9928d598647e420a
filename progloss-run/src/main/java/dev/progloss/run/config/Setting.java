package dev.progloss.run.config;

/**
 * A setting that a run knows.
 *
 * @param key its name, as users type it
 * @param fallback its text when nobody sets it
 * @param help what it does, in one line
 */
public record Setting(String key, String fallback, String help) {}
