package io.bentoform.provider.build;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bentoform.provider.plugin.TlsIdentity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Packages for other platforms than that of the build, of the modules that a JDK comes with. */
class OtherPlatformIT {

  private static final Path PROVIDER =
      Path.of(System.getProperty("provider.target")).resolve("provider");

  private final Path folder;

  OtherPlatformIT(@TempDir Path folder) {
    this.folder = folder;
  }

  @Test
  void a_package_has_the_files_of_this_platform_and_starts_without_the_class_cache()
      throws Exception {
    Path jmods = PackagedModules.all(folder, "linux-aarch64");
    assertThat(Platform.of(jmods)).isEqualTo(new Platform("linux_arm64"));

    Path other = folder.resolve("package");
    OtherPlatform.make(PROVIDER, jmods, other);

    Map<String, Long> expected = outsideOfTheRuntime(PROVIDER);
    assertThat(expected.remove(Assemble.CACHE)).isNotNull();
    assertThat(outsideOfTheRuntime(other)).isEqualTo(expected);
    assertThat(other.resolve("runtime/legal/java.base/LICENSE")).isNotEmptyFile();

    String launcher = other.resolve("terraform-provider-bentocloud").toString();
    try (PluginHost started =
        PluginHost.start(List.of(launcher), Map.of("BENTOCLOUD_WARM", "0"), TlsIdentity.create())) {
      assertThat(started.schema().getResourceSchemasMap()).containsKey("bentocloud_secret");
      started.shutdown();
    }
  }

  @Test
  void modules_of_another_version_are_refused() throws Exception {
    Path jmods = PackagedModules.base(folder, "linux-aarch64", "--module-version", "25.0.0.1");
    assertThatThrownBy(() -> Platform.of(jmods))
        .hasMessageContaining("java.base@25.0.0.1")
        .hasMessageContaining("take that version");
  }

  @Test
  void modules_for_windows_are_refused() throws Exception {
    Path jmods = PackagedModules.base(folder, "windows-amd64");
    assertThatThrownBy(() -> Platform.of(jmods)).hasMessageContaining("shell script");
  }

  @Test
  void a_folder_without_modules_is_named() {
    assertThatThrownBy(() -> Platform.of(folder))
        .hasMessageContaining(folder.toString())
        .hasMessageContaining("jmod files");
  }

  /** The files of a package that its runtime does not make: name and size. */
  private static Map<String, Long> outsideOfTheRuntime(Path provider) throws IOException {
    Map<String, Long> sizes = new TreeMap<>();
    try (Stream<Path> files = Files.walk(provider)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Path name = provider.relativize(file);
        if (!name.startsWith("runtime")) {
          sizes.put(name.toString(), Files.size(file));
        }
      }
    }
    return sizes;
  }
}
