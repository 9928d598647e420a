package dev.progloss.study.report;

import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A report as one HTML file that needs no other: charts are inside, there is no script. */
public final class HtmlReport implements Block.Writer {

  private static final String STYLE =
      """
      body { font: 15px/1.5 system-ui, sans-serif; color: #1c1c1c; background: #fff;
        max-width: 62rem; margin: 2rem auto; padding: 0 1rem; }
      h1 { font-size: 1.6rem; } h2 { font-size: 1.2rem; margin-top: 2.2rem; }
      .wide { overflow-x: auto; }
      table { border-collapse: collapse; margin: .8rem 0; font-variant-numeric: tabular-nums; }
      th, td { padding: .25rem .7rem; border-bottom: 1px solid #ddd; text-align: right;
        white-space: nowrap; }
      th { border-bottom: 2px solid #888; font-weight: 600; }
      th.name, td.name { text-align: left; }
      code, pre { font: 13px/1.45 ui-monospace, monospace; background: #f4f4f4; }
      code { padding: .05rem .25rem; } pre { padding: .7rem; overflow-x: auto; }
      summary { cursor: pointer; color: #333; margin: .6rem 0; }
      img { max-width: 100%; height: auto; } figure { margin: 1.2rem 0; }
      figcaption { color: #555; }
      """;

  private final StringBuilder text = new StringBuilder();
  private final Map<String, byte[]> charts = new LinkedHashMap<>();

  private HtmlReport(List<Chart> charts) {
    charts.forEach(chart -> this.charts.put(chart.name(), chart.png()));
  }

  /** The page, charts included. */
  public static String of(StudyReport report, List<Chart> charts) {
    HtmlReport writer = new HtmlReport(charts);
    List<Block> blocks = ReportPage.of(report, charts);
    blocks.forEach(block -> block.writeTo(writer));
    return "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
        + "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
        + "<title>"
        + escaped("Comparison of " + title(report))
        + "</title>\n<style>\n"
        + STYLE
        + "</style>\n</head>\n<body>\n"
        + writer.text
        + "</body>\n</html>\n";
  }

  private static String title(StudyReport report) {
    return String.join(", ", report.plan().arms().stream().map(arm -> arm.name()).toList());
  }

  private static String escaped(String plain) {
    return plain
        .replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }

  /** Escaped, with {@code `code`} marked as such. */
  private static String marked(String line) {
    String[] parts = escaped(line).split("`", -1);
    StringBuilder marked = new StringBuilder(parts[0]);
    for (int i = 1; i < parts.length; i++) {
      marked.append(i % 2 == 1 ? "<code>" : "</code>").append(parts[i]);
    }
    return marked.toString();
  }

  private void line(String html) {
    text.append(html).append('\n');
  }

  @Override
  public void heading(Block.Heading block) {
    line("<h" + block.level() + ">" + marked(block.text()) + "</h" + block.level() + ">");
  }

  @Override
  public void text(Block.Text block) {
    line("<p>" + marked(block.text()) + "</p>");
  }

  @Override
  public void points(Block.Points block) {
    line("<ul>");
    block.items().forEach(item -> line("<li>" + marked(item) + "</li>"));
    line("</ul>");
  }

  @Override
  public void table(Block.Table block) {
    block.folded().ifPresent(title -> line("<details><summary>" + marked(title) + "</summary>"));
    line("<div class=\"wide\"><table>");
    row(block, block.head(), "th");
    block.rows().forEach(cells -> row(block, cells, "td"));
    line("</table></div>");
    block.folded().ifPresent(title -> line("</details>"));
  }

  private void row(Block.Table table, List<String> cells, String tag) {
    StringBuilder row = new StringBuilder("<tr>");
    for (int i = 0; i < cells.size(); i++) {
      row.append("<").append(tag).append(i < table.names() ? " class=\"name\">" : ">");
      row.append(marked(cells.get(i))).append("</").append(tag).append(">");
    }
    line(row.append("</tr>").toString());
  }

  @Override
  public void picture(Block.Picture block) {
    byte[] png = charts.get(block.name());
    if (png != null) {
      line(
          "<figure><img alt=\""
              + escaped(block.title())
              + "\" src=\"data:image/png;base64,"
              + Base64.getEncoder().encodeToString(png)
              + "\"><figcaption>"
              + marked(block.title())
              + "</figcaption></figure>");
    }
  }

  @Override
  public void code(Block.Code block) {
    line("<p>" + marked(block.title()) + ":</p>");
    line("<pre>" + escaped(block.text().strip()) + "</pre>");
  }
}
