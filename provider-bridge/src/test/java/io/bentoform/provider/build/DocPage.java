package io.bentoform.provider.build;

import java.util.List;
import java.util.Optional;

/** A page of the documentation in Markdown, built from its beginning to its end. */
final class DocPage {

  private final StringBuilder text = new StringBuilder();
  private final Written written;

  /**
   * Begins a page.
   *
   * @param title of the window
   * @param heading of the page
   * @param summary for lists of pages
   * @param written the part that is written by hand
   */
  DocPage(String title, String heading, String summary, Written written) {
    this.written = written;
    text.append("---\npage_title: \"%s\"\n".formatted(title));
    text.append("description: |-\n  %s\n---\n\n# %s\n".formatted(summary, heading));
  }

  /**
   * What is written by hand for a page, beyond what schema and examples say: a lead, which goes
   * before the example, and sections, which go after the schema.
   */
  record Written(String lead, String sections) {

    static final Written NOTHING = new Written("", "");

    /** Divides a file before its first heading of the second level. */
    static Written of(String file) {
      int sections = file.startsWith("## ") ? 0 : file.indexOf("\n## ");
      return sections < 0
          ? new Written(file.strip(), "")
          : new Written(file.substring(0, sections).strip(), file.substring(sections).strip());
    }
  }

  /** Adds a paragraph; nothing when it is empty. */
  DocPage paragraph(String paragraph) {
    if (!paragraph.isEmpty()) {
      text.append('\n').append(paragraph).append('\n');
    }
    return this;
  }

  DocPage lead() {
    return paragraph(written.lead());
  }

  DocPage sections() {
    return paragraph(written.sections());
  }

  /** Adds a section; nothing when it is empty. */
  DocPage section(String heading, String body) {
    return body.isEmpty() ? this : paragraph("## " + heading + "\n\n" + body);
  }

  DocPage example(Optional<String> example) {
    return section("Example Usage", example.map(code -> code("terraform", code)).orElse(""));
  }

  /** A code block. */
  static String code(String language, String code) {
    return "```" + language + "\n" + code.strip() + "\n```";
  }

  /** Paragraphs with a blank line between them. */
  static String paragraphs(List<String> paragraphs) {
    return String.join("\n\n", paragraphs.stream().filter(each -> !each.isEmpty()).toList());
  }

  @Override
  public String toString() {
    return text.toString();
  }
}
