package dev.progloss.study.report;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** A report as Markdown, its charts linked. */
public final class MarkdownReport implements Block.Writer {

  private final StringBuilder text = new StringBuilder();

  private MarkdownReport() {}

  /**
   * The text.
   *
   * @param charts linked as {@code charts/NAME.png}
   */
  public static String of(StudyReport report, List<Chart> charts) {
    return of(ReportPage.of(report, charts));
  }

  /** The text of a page. */
  public static String of(List<Block> page) {
    MarkdownReport writer = new MarkdownReport();
    page.forEach(block -> block.writeTo(writer));
    return writer.text.toString();
  }

  private void paragraph(String line) {
    text.append(text.isEmpty() ? "" : "\n").append(line).append('\n');
  }

  @Override
  public void heading(Block.Heading block) {
    paragraph("#".repeat(block.level()) + " " + block.text());
  }

  @Override
  public void text(Block.Text block) {
    paragraph(block.text());
  }

  @Override
  public void points(Block.Points block) {
    paragraph(block.items().stream().map(item -> "- " + item).collect(Collectors.joining("\n")));
  }

  @Override
  public void table(Block.Table block) {
    block.folded().ifPresent(title -> paragraph("### " + title));
    List<String> lines = new ArrayList<>();
    lines.add(row(block.head()));
    StringBuilder rule = new StringBuilder("|");
    for (int i = 0; i < block.head().size(); i++) {
      rule.append(i < block.names() ? "---|" : "---:|");
    }
    lines.add(rule.toString());
    block.rows().forEach(cells -> lines.add(row(cells)));
    paragraph(String.join("\n", lines));
  }

  private static String row(List<String> cells) {
    return "| " + String.join(" | ", cells) + " |";
  }

  @Override
  public void picture(Block.Picture block) {
    paragraph("![" + block.title() + "](charts/" + block.name() + ".png)");
  }

  @Override
  public void code(Block.Code block) {
    paragraph(block.title() + ":");
    paragraph("```\n" + block.text().strip() + "\n```");
  }
}
