package io.bentoform.provider.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The example provider, run by real Terraform. It uses nothing of {@code bentocloud}. */
class ExampleIT {

  private static final String HEAD =
      """
      terraform {
        required_providers {
          notes = { source = "example/notes" }
        }
      }
      """;

  private final Path work;
  private final Path notes;
  private final Terraform terraform;

  ExampleIT(@TempDir Path folder) throws Exception {
    this.work = Files.createDirectory(folder.resolve("work"));
    this.notes = Files.createDirectory(folder.resolve("notes"));
    Path program = Files.createDirectory(folder.resolve("program"));
    this.terraform = Terraform.overridden(work, HEAD, "example/notes", program);
    Path launcher = program.resolve("terraform-provider-notes");
    Path packaged = Terraform.target().resolve("provider");
    Files.writeString(
        launcher,
        """
        #!/bin/sh
        exec "%1$s/runtime/bin/java" -XX:+UseSerialGC -XX:TieredStopAtLevel=1 \
          --sun-misc-unsafe-memory-access=allow \
          -cp "%2$s/test-classes:%1$s/lib/*" io.bentoform.provider.example.Notes "$@"
        """
            .formatted(packaged, Terraform.target()));
    Files.setPosixFilePermissions(launcher, PosixFilePermissions.fromString("rwx------"));
  }

  private void configure(String name, String text) {
    terraform.main(
        """
        provider "notes" { folder = "%s" }
        resource "notes_note" "a" {
          name = "%s"
          %s
        }
        """
            .formatted(notes, name, text));
  }

  private String apply() throws Exception {
    Terraform.Result result = terraform.run("apply", "-auto-approve", "-no-color");
    assertThat(result.code()).as(result.text()).isZero();
    return result.text();
  }

  private void assertNothingIsLeft() throws Exception {
    Terraform.Result plan = terraform.run("plan", "-detailed-exitcode", "-no-color");
    assertThat(plan.code()).as(plan.text()).isZero();
  }

  @Test
  void a_note_is_created_changed_in_place_replaced_and_destroyed() throws Exception {
    configure("first", "text = \"hello\"");
    assertThat(apply()).contains("+ file   = (known after apply)", "1 added");
    assertThat(notes.resolve("first")).hasContent("hello");
    assertNothingIsLeft();

    configure("first", ""); // the default of the schema
    assertThat(apply())
        .contains(
            "~ length = 5 -> (known after apply)", "- text   = \"hello\" -> null", "1 changed")
        .doesNotContain("~ file");
    assertThat(notes.resolve("first")).isEmptyFile();

    configure("second", "");
    assertThat(apply()).contains("name   = \"first\" -> \"second\" # forces replacement");
    assertThat(notes).isDirectoryContaining("glob:**second");
    assertNothingIsLeft();

    Terraform.Result destroyed = terraform.run("destroy", "-auto-approve", "-no-color");
    assertThat(destroyed.text()).contains("1 destroyed");
    assertThat(notes).isEmptyDirectory();
  }

  @Test
  void what_exists_is_imported_and_a_wrong_name_is_refused_by_the_schema() throws Exception {
    Files.writeString(notes.resolve("there"), "hello");
    configure("there", "text = \"hello\"");
    assertThat(terraform.run("import", "-no-color", "notes_note.a", "there").text())
        .contains("Import successful!");
    assertNothingIsLeft();

    configure("Not A Label", "");
    Terraform.Result result = terraform.run("validate", "-no-color");
    assertThat(result.text()).contains("Invalid name", "Not A Label");
  }
}
