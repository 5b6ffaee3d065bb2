package io.bentoform.api.engine.local.python;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class SetupScriptTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "apt-get update && apt-get install -y git || exit 1",
        "  sudo make install",
        "test -f x || (apk add curl)",
        "yum -y update",
        "DEBIAN_FRONTEND=noninteractive apt install git"
      })
  void lines_that_change_the_machine_are_left_out(String line) {
    SetupScript script = SetupScript.of("setup.sh", "echo a\n" + line + "\n");

    assertThat(script.lines()).containsExactly("echo a", ":");
    assertThat(script.skipped()).containsExactly(2);
  }

  @Test
  void a_line_that_is_continued_is_left_out_as_a_whole() {
    SetupScript script =
        SetupScript.of("setup.sh", "if true; then\napt-get install \\\n  git \\\n  curl\nfi\n");

    assertThat(script.lines()).containsExactly("if true; then", ":", ":", ":", "fi");
    assertThat(script.skipped()).containsExactly(2, 3, 4);
  }

  @ParameterizedTest
  @ValueSource(strings = {"# apt-get is not needed", "pip install captain", "echo adapt-get it"})
  void other_lines_stay(String line) {
    assertThat(SetupScript.of("setup.sh", line).lines()).containsExactly(line);
  }

  @Test
  void a_script_without_anything_to_run_is_empty() {
    assertThat(SetupScript.of("setup.sh", "#!/bin/sh\n\napt-get update\n").isEmpty()).isTrue();
    assertThat(SetupScript.of("setup.sh", "true\n").isEmpty()).isFalse();
  }
}
