package dev.progloss.study.report;

import java.util.List;
import java.util.Optional;

/** A piece of a report's page, whatever it is written as. Text may mark {@code `code`}. */
public sealed interface Block {

  /** What writes blocks. */
  interface Writer {
    void heading(Heading block);

    void text(Text block);

    void points(Points block);

    void table(Table block);

    void picture(Picture block);

    void code(Code block);
  }

  /** Gives itself to the writer. */
  void writeTo(Writer writer);

  /**
   * A heading.
   *
   * @param level 1 is the page's
   */
  record Heading(int level, String text) implements Block {
    @Override
    public void writeTo(Writer writer) {
      writer.heading(this);
    }
  }

  /** A paragraph. */
  record Text(String text) implements Block {
    @Override
    public void writeTo(Writer writer) {
      writer.text(this);
    }
  }

  /** A list. */
  record Points(List<String> items) implements Block {
    /** Copies. */
    public Points {
      items = List.copyOf(items);
    }

    @Override
    public void writeTo(Writer writer) {
      writer.points(this);
    }
  }

  /**
   * A table.
   *
   * @param names how many columns from the left are words; the others are numbers
   * @param folded its title, if it is shown only when asked for
   */
  record Table(int names, List<String> head, List<List<String>> rows, Optional<String> folded)
      implements Block {
    /** Copies. */
    public Table {
      head = List.copyOf(head);
      rows = rows.stream().map(List::copyOf).toList();
    }

    @Override
    public void writeTo(Writer writer) {
      writer.table(this);
    }
  }

  /**
   * A chart.
   *
   * @param name of its file, without folder and ending
   */
  record Picture(String name, String title) implements Block {
    @Override
    public void writeTo(Writer writer) {
      writer.picture(this);
    }
  }

  /** Lines as they are. */
  record Code(String title, String text) implements Block {
    @Override
    public void writeTo(Writer writer) {
      writer.code(this);
    }
  }
}
