package io.bentoform.provider.acceptance;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.bentoform.provider.build.PluginHost;
import io.bentoform.provider.json.Json;
import io.bentoform.provider.json.JsonObject;
import io.bentoform.provider.plugin.TlsIdentity;
import io.bentoform.provider.proto.TfPlugin6;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the build publishes: its files fit together, and a host installs the provider from them. */
class ReleaseIT {

  private static final Path RELEASE = Terraform.target().resolve("release");
  private static final String LAUNCHER = "terraform-provider-bentocloud";

  private final Path folder;

  ReleaseIT(@TempDir Path folder) {
    this.folder = folder;
  }

  private static Path only(String suffix) throws IOException {
    try (Stream<Path> files = Files.list(RELEASE)) {
      return files.filter(file -> file.toString().endsWith(suffix)).findFirst().orElseThrow();
    }
  }

  private static JsonObject json(String suffix) throws IOException, Json.ParseException {
    return JsonObject.of(Json.parse(Files.readString(only(suffix)))).orElseThrow();
  }

  @Test
  void the_checksums_are_those_of_all_files() throws Exception {
    Path sums = only("_SHA256SUMS");
    Process check =
        new ProcessBuilder("sha256sum", "--check", "--strict", sums.getFileName().toString())
            .directory(RELEASE.toFile())
            .redirectErrorStream(true)
            .start();
    String printed = new String(check.getInputStream().readAllBytes(), UTF_8);
    assertThat(check.waitFor()).as(printed).isZero();

    try (Stream<Path> files = Files.list(RELEASE)) {
      List<String> names =
          files
              .filter(Files::isRegularFile)
              .map(file -> file.getFileName().toString())
              .filter(name -> !name.endsWith("SHA256SUMS"))
              .toList();
      assertThat(Files.readString(sums)).contains(names);
      assertThat(names).allMatch(name -> name.startsWith(LAUNCHER + "_0.1.0_"));
    }
  }

  @Test
  void the_manifest_names_the_protocol_that_is_served() throws Exception {
    assertThat(json("_manifest.json").object("metadata").texts("protocol_versions"))
        .containsExactly("6.0");
  }

  @Test
  void the_bill_of_materials_lists_what_is_in_the_zip_and_nothing_else() throws Exception {
    Assumptions.assumeTrue(
        Files.exists(RELEASE.resolveSibling("bom.json")), "The build was offline");
    List<String> listed =
        json("_sbom.cdx.json").objects("components").stream()
            .map(each -> each.text("name", "") + "-" + each.text("version", ""))
            .toList();
    try (ZipFile zip = new ZipFile(only(".zip").toFile())) {
      assertThat(listed.stream().filter(name -> !name.startsWith("OpenJDK")))
          .containsExactlyInAnyOrderElementsOf(libraries(zip));
    }
    assertThat(listed).contains("OpenJDK runtime-" + Runtime.version());
  }

  @Test
  void the_zip_has_the_licence_of_every_library_and_of_the_runtime() throws Exception {
    try (ZipFile zip = new ZipFile(only(".zip").toFile())) {
      String listed = read(zip, "licenses/THIRD-PARTY.txt");
      for (String jar : libraries(zip)) {
        assertThat(listed.lines().map(line -> line.replaceFirst(".*:(.*):(.*)", "$1-$2")))
            .contains(jar);
      }
      assertThat(listed).contains("Apache-2.0.txt", "BSD-3-Clause.txt");
      assertThat(read(zip, "licenses/Apache-2.0.txt")).contains("Version 2.0, January 2004");
      assertThat(read(zip, "licenses/BSD-3-Clause.txt")).contains("Copyright 2008 Google Inc.");
      assertThat(read(zip, "runtime/legal/java.base/LICENSE")).contains("\"CLASSPATH\" EXCEPTION");
    }
  }

  private static String read(ZipFile zip, String name) throws IOException {
    try (InputStream text = zip.getInputStream(zip.getEntry(name))) {
      return new String(text.readAllBytes(), UTF_8);
    }
  }

  /** The jars of a zip but for the provider's own, as name and version. */
  private static List<String> libraries(ZipFile zip) {
    return zip.stream()
        .map(entry -> entry.getName())
        .filter(name -> name.startsWith("lib/") && name.endsWith(".jar"))
        .map(name -> name.substring("lib/".length(), name.length() - ".jar".length()))
        .filter(name -> !name.equals("provider"))
        .toList();
  }

  @ParameterizedTest
  @ValueSource(strings = {"registry.terraform.io", "registry.opentofu.org"})
  void a_host_installs_the_zip_and_starts_it_with_its_class_cache(String host) throws Exception {
    Terraform terraform = Terraform.packed(folder);
    terraform.write(
        "main.tf",
        Terraform.HEAD.replace("bentoform/", host + "/bentoform/")
            + "provider \"bentocloud\" {}\n");
    assertThat(terraform.run("init", "-no-color").text())
        .contains("Installed ", "bentoform/bentocloud v0.1.0");
    assertThat(terraform.run("validate", "-no-color").text()).contains("Success!");

    Path installed = folder.resolve(".terraform/providers");
    try (Stream<Path> files = Files.walk(installed)) {
      Path launcher =
          files
              .filter(file -> file.getFileName().toString().equals(LAUNCHER))
              .findFirst()
              .orElseThrow();
      assertStartsWithItsCache(launcher);
    }
  }

  /** The class cache is mapped into the process when it is used, and not when it does not fit. */
  private static void assertStartsWithItsCache(Path launcher) throws Exception {
    try (PluginHost started =
        PluginHost.start(List.of(launcher.toString()), Map.of(), TlsIdentity.create())) {
      TfPlugin6.GetProviderSchema.Response ignored = started.schema();
      String mapped =
          Files.readString(Path.of("/proc", Long.toString(started.process().pid()), "maps"));
      assertThat(mapped)
          .contains(launcher.resolveSibling("lib/provider.aot").toRealPath().toString());
      started.shutdown();
    }
  }
}
