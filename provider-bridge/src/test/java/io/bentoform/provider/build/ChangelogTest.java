package io.bentoform.provider.build;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChangelogTest {

  private final Path fragments;

  ChangelogTest(@TempDir Path fragments) {
    this.fragments = fragments;
  }

  private void fragment(String file, String text) throws IOException {
    Files.createDirectories(fragments.resolve(file).getParent());
    Files.writeString(fragments.resolve(file), text);
  }

  @Test
  void the_unreleased_section_has_the_fragments_by_category_and_others_stay() throws IOException {
    fragment("fixes/b.md", "- second\n");
    fragment("fixes/a.md", "- first");
    fragment("breaking/c.md", "- other default\n");
    String present = "# Changelog\n\n## 2.0.0 (unreleased)\n\nold\n\n## 1.0.0 (May 2)\n\n- begun\n";

    assertThat(Changelog.current(present, fragments))
        .isEqualTo(
            """
            # Changelog

            ## 2.0.0 (unreleased)

            BREAKING CHANGES:

            - other default

            BUG FIXES:

            - first
            - second

            ## 1.0.0 (May 2)

            - begun
            """);
  }

  @Test
  void a_released_section_is_left_alone() throws IOException {
    fragment("fixes/a.md", "- first\n");
    String released = "# Changelog\n\n## 1.0.0 (May 2)\n\n- begun\n";

    assertThat(Changelog.current(released, fragments)).isEqualTo(released);
  }

  @Test
  void a_fragment_without_a_category_is_found() throws IOException {
    fragment("fixes/a.md", "- first\n");
    fragment("fix/b.md", "- lost\n");

    assertThat(Changelog.misplaced(fragments)).containsExactly(Path.of("fix/b.md"));
  }
}
