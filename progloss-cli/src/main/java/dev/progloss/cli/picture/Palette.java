package dev.progloss.cli.picture;

import java.awt.Color;

/** Colours that can be told apart, one a class; they begin again after the last. */
final class Palette {

  private static final int[] COLOURS = {
    0xE6194B, 0x3CB44B, 0x4363D8, 0xF58231, 0x911EB4, 0x00A6A6, 0xD64FC8, 0x7A9A01, 0x9A6324,
    0x000075, 0x800000, 0x2F7D4F, 0xB8860B, 0x5F5F5F, 0x1E90FF, 0xC71585
  };

  private Palette() {}

  /** The same colour, two thirds white. */
  static Color faint(int index) {
    Color full = of(index);
    return new Color(
        (full.getRed() + 510) / 3, (full.getGreen() + 510) / 3, (full.getBlue() + 510) / 3);
  }

  /** The colour of a class. */
  static Color of(int index) {
    return new Color(COLOURS[index % COLOURS.length]);
  }

  /** Half way from the colour of a class to white. */
  static Color paleOf(int index) {
    return pale(of(index));
  }

  static Color pale(Color colour) {
    return new Color(
        (colour.getRed() + 255) / 2, (colour.getGreen() + 255) / 2, (colour.getBlue() + 255) / 2);
  }
}
