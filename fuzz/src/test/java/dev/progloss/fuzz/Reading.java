package dev.progloss.fuzz;

import java.io.IOException;
import java.nio.file.Path;

/** Reads a file through a public entry point, all of it, and drops what was read. */
interface Reading {

  /**
   * Reads; an error of ours means that the file was refused.
   *
   * @param file the hostile file, in its place in a prepared folder
   */
  void read(Path file) throws IOException;
}
