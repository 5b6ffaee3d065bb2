package io.bentoform.api.codespace;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.bentoform.api.Answer;
import io.bentoform.api.deployment.BentoUpload;
import io.bentoform.api.engine.SampleBento;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The files of codespaces; what runs of them is shown by the conformance suite. */
class CodespaceApiTest extends WithCodespace {
  @Test
  void files_are_listed_with_size_and_md5_and_replaced() {
    put("service.py", "hello", "data/empty", "", "data/a b/ü.txt", "x");
    put("service.py", "hello, world");

    Answer answer = SERVER.call("GET", files);

    assertThat(answer.texts("/files", "path"))
        .containsExactly("data/a b/ü.txt", "data/empty", "service.py");
    JsonNode service = answer.at("/files/2");
    assertThat(service.get("size").asInt()).isEqualTo(12);
    assertThat(service.get("md5").asText()).isEqualTo("e4d7f1b4ed2e42d15898f4b27b019da4");
    assertThat(answer.at("/files/1/md5").asText()).isEqualTo("d41d8cd98f00b204e9800998ecf8427e");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "/etc/x", "../x", "a/../../x", "a//b", "a/", "./a", "a/.", "..", "a\0b"})
  void a_path_that_is_not_plain_is_refused_and_nothing_of_the_upload_stays(String path) {
    Answer answer = SERVER.call("POST", files, upload("good", "1", path, "2"));

    assertThat(answer.status()).as(answer.body()).isEqualTo(422);
    assertThat(answer.texts("/errors", "pointer")).containsExactly("/files/1/path");
    assertThat(list()).isEmpty();
    assertThat(remove(path).status()).isEqualTo(422);
  }

  @Test
  void a_path_of_more_characters_or_longer_names_than_a_file_has_is_refused() {
    assertThat(SERVER.call("POST", files, upload("a".repeat(256), "")).status()).isEqualTo(422);
    assertThat(SERVER.call("POST", files, upload("a/".repeat(512) + "a", "")).status())
        .isEqualTo(422);
  }

  @Test
  void nothing_is_written_or_deleted_through_a_link() throws IOException {
    put("a", "1");
    Path outside = Files.createTempDirectory("outside");
    Files.writeString(outside.resolve("kept"), "kept");
    Files.createSymbolicLink(folder().resolve("link"), outside);
    Files.createSymbolicLink(folder().resolve("one"), outside.resolve("kept"));

    assertThat(SERVER.call("POST", files, upload("link/new", "2")).body()).contains("path_taken");
    assertThat(remove("link/kept").status()).isEqualTo(422);
    put("one", "replaced");

    assertThat(outside.resolve("kept")).hasContent("kept");
    assertThat(outside.resolve("new")).doesNotExist();
    assertThat(list()).containsExactly("a", "one");
    assertThat(remove("link").status()).isEqualTo(200);
    assertThat(outside.resolve("kept")).exists();
    Files.delete(outside.resolve("kept"));
    Files.delete(outside);
  }

  @Test
  void a_file_and_a_folder_do_not_take_each_others_place() {
    put("a/b", "1");

    assertThat(SERVER.call("POST", files, upload("a", "2")).body()).contains("folder with files");
    assertThat(SERVER.call("POST", files, upload("a/b/c", "2")).body()).contains("Delete it first");
    assertThat(SERVER.call("POST", files, upload("x", "1", "x/y", "2")).status()).isEqualTo(422);
    assertThat(SERVER.call("POST", files, upload("x", "1", "x", "2")).body())
        .contains("path_twice");
    assertThat(remove("a").body()).contains("is a folder");
    assertThat(remove("a/b").status()).isEqualTo(200);
    put("a", "2");
    assertThat(list()).containsExactly("a");
  }

  @Test
  void deletion_takes_files_and_empty_folders_and_does_not_mind_what_is_gone() {
    put("a/b/c", "1", "d", "2");

    assertThat(remove("a/b/c", "never/was").status()).isEqualTo(200);

    assertThat(list()).containsExactly("d");
    assertThat(folder().resolve("a")).doesNotExist();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "[]",
        "{}",
        "{\"files\": {}}",
        "{\"files\": [1]}",
        "{\"files\": [{\"path\": \"a\"}]}",
        "{\"files\": [{\"b64_encoded_content\": \"\"}]}",
        "{\"files\": [{\"path\": 1, \"b64_encoded_content\": \"\"}]}",
        "{\"files\": [{\"path\": \"a\", \"b64_encoded_content\": null}]}",
        "{\"files\": [{\"path\": \"a\", \"b64_encoded_content\": \"hidden!\"}]}",
        "{\"files\": [{\"path\": \"a\", \"b64_encoded_content\": \"aGlkZGVu",
        "{\"files\": [{\"path\": \"a\", \"b64_encoded_content\": \"\"}]} {}"
      })
  void a_body_that_is_no_upload_is_refused_and_not_quoted(String body) {
    Answer answer = SERVER.call("POST", files, body);

    assertThat(answer.status()).as(answer.body()).isIn(400, 422);
    assertThat(answer.body()).doesNotContain("hidden").doesNotContain("aGlk");
    assertThat(list()).isEmpty();
  }

  @Test
  void members_may_come_in_any_order_and_others_are_left_out() {
    Answer answer =
        SERVER.call(
            "POST",
            files,
            """
            {"more": {"files": []}, "files": [{"b64_encoded_content": "aGk=", "mode": [1],
             "path": "a"}]}
            """);

    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    assertThat(SERVER.call("GET", files).at("/files/0/size").asInt()).isEqualTo(2);
  }

  @Test
  void more_than_a_project_may_have_is_refused_and_nothing_of_it_stays() throws IOException {
    put("a", "1");
    try (RandomAccessFile large = new RandomAccessFile(folder().resolve("large").toFile(), "rw")) {
      large.setLength((1L << 30) - 3);
    }

    assertThat(SERVER.call("POST", files, upload("b", "three")).status()).isEqualTo(413);
    assertThat(SERVER.call("POST", files, upload("b", "2")).status()).isEqualTo(200);
    Files.delete(folder().resolve("large"));
    assertThat(list()).containsExactly("a", "b");
  }

  @Test
  void more_files_than_a_project_may_have_are_refused() {
    String[] many = new String[2 * 20_001];
    for (int i = 0; i < many.length; i += 2) {
      many[i] = "f" + i;
      many[i + 1] = "";
    }

    assertThat(SERVER.call("POST", files, upload(many)).status()).isEqualTo(413);
    assertThat(list()).isEmpty();
  }

  @Test
  void an_upload_that_is_larger_than_allowed_is_refused_and_the_client_gets_to_know() {
    byte[] body = new byte[(128 << 20) + 1];
    Answer answer =
        SERVER.send(SERVER.request(files).header("Content-Type", "application/json"), "POST", body);

    assertThat(answer.status()).isEqualTo(413);
    assertThat(answer.body()).contains("128 MiB");
  }

  @Test
  void a_content_of_many_megabytes_goes_through() {
    put("large", "x".repeat(40 << 20), "small", "y");

    Answer answer = SERVER.call("GET", files);
    assertThat(answer.at("/files/0/size").asInt()).isEqualTo(40 << 20);
    assertThat(answer.at("/files/1/size").asInt()).isEqualTo(1);
  }

  @Test
  void what_is_no_codespace_has_no_files_and_needs_an_archive() {
    Answer refused = SERVER.call("POST", DEPLOYMENTS, deployment("other-" + name, false));
    assertThat(refused.status()).isEqualTo(422);
    assertThat(refused.body()).contains("is that of a codespace");

    BentoUpload.push(SERVER, SampleBento.shared());
    String plain = DEPLOYMENTS + "/plain-" + name;
    SERVER.call(
        "POST",
        DEPLOYMENTS,
        """
        {"name": "plain-%s", "bento": "sample:v1",
         "services": {"Sample": {"scaling": {"min_replicas": 0}}}}
        """
            .formatted(name));
    assertThat(SERVER.call("GET", plain + "/files").body()).contains("is not a codespace");
    assertThat(SERVER.call("POST", plain + "/files", upload("a", "1")).status()).isEqualTo(409);
    assertThat(SERVER.call("DELETE", plain + "/files", "{\"paths\": []}").status()).isEqualTo(409);
    assertThat(SERVER.call("GET", DEPLOYMENTS + "/nowhere/files").status()).isEqualTo(404);
    SERVER.call("DELETE", plain);
  }
}
