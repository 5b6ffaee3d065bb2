package io.bentoform.api.engine.local.python;

import static org.assertj.core.api.Assertions.assertThat;

import io.bentoform.api.BesideOthers;
import io.bentoform.api.crypto.Hidden;
import io.bentoform.api.engine.EnvironmentVariable;
import io.bentoform.api.engine.local.LocalSettings;
import io.bentoform.api.engine.local.PrivateIndex;
import io.bentoform.api.engine.local.process.ProcessTag;
import io.bentoform.api.engine.local.sandbox.RequiredSandbox;
import io.bentoform.api.files.PrivateFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** The cache that environments are built with, with the real {@code uv}. */
@BesideOthers
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class PackageCacheTest {
  private final Path root;
  private final LocalSettings settings;
  private final PythonEnvironments environments;

  PackageCacheTest() throws IOException {
    root = Files.createTempDirectory(Files.createDirectories(Path.of("target")), "packages-");
    settings = LocalSettings.in(root).sandbox(RequiredSandbox.open()).build();
    environments =
        new PythonEnvironments(
            settings, ProcessTag.engine(UUID.randomUUID().toString()), System.getenv());
  }

  @AfterAll
  void remove() throws IOException {
    PrivateFiles.delete(root);
  }

  /** One package of a private index, and what passes for bentoml, made by a command. */
  private record OnePackage(Path workingFolder, List<String> after) implements Recipe {
    @Override
    public Path root() {
      return workingFolder;
    }

    @Override
    public Path requirements() {
      return workingFolder.resolve("requirements.txt");
    }

    @Override
    public Optional<String> pythonVersion() {
      return Optional.empty();
    }

    @Override
    public Optional<String> bentomlVersion() {
      return Optional.empty();
    }

    @Override
    public String key(String pythonIdentity) {
      return "one-package";
    }

    @Override
    public boolean isPrivate() {
      return false;
    }

    @Override
    public Optional<String> notes() {
      return Optional.empty();
    }
  }

  private Path build(Path folder, PrivateIndex index) throws Exception {
    Files.writeString(folder.resolve("requirements.txt"), PrivateIndex.REQUIREMENT + "\n");
    BuildLog log = new BuildLog(Files.createFile(folder.resolve("log")), new Redaction(List.of()));
    Path script = folder.resolve("after.sh");
    Files.writeString(script, "touch \"$VIRTUAL_ENV/bin/bentoml\"\n");
    return environments
        .provide(
            new OnePackage(folder, List.of("/bin/sh", script.toString())),
            folder,
            List.of(
                new EnvironmentVariable("UV_EXTRA_INDEX_URL", Hidden.of(index.url("password")))),
            log)
        .folder();
  }

  private long filesOfThePackage() throws IOException {
    try (Stream<Path> all = Files.walk(settings.cache().resolve("uv"))) {
      return all.filter(file -> file.endsWith("bentoform_private.py")).count();
    }
  }

  @Test
  void a_package_is_removed_when_no_build_used_it_for_long_and_environments_keep_it(
      @TempDir Path folder) throws Exception {
    try (PrivateIndex index = new PrivateIndex("password")) {
      Path environment = build(folder, index);
      assertThat(filesOfThePackage()).isPositive();

      environments.removeUnusedPackages(Instant.now().minusSeconds(600));
      assertThat(filesOfThePackage()).as("used a moment ago").isPositive();

      environments.removeUnusedPackages(Instant.now().plusSeconds(60));
      assertThat(filesOfThePackage()).isZero();
      try (Stream<Path> all = Files.walk(environment)) {
        assertThat(all.filter(file -> file.endsWith("bentoform_private.py"))).isNotEmpty();
      }
    }
  }

  @Test
  void nothing_is_removed_while_a_build_uses_the_cache(@TempDir Path folder) throws Exception {
    PackageCache cache = new PackageCache(folder);
    Files.createDirectories(folder.resolve("uv/wheels-v8/pypi/a-package"));
    CountDownLatch building = new CountDownLatch(1);
    CountDownLatch end = new CountDownLatch(1);
    Thread build =
        Thread.ofVirtual()
            .start(
                () -> {
                  try {
                    cache.use(
                        () -> {
                          building.countDown();
                          end.await();
                        });
                  } catch (BuildFailure | IOException | InterruptedException e) {
                    throw new IllegalStateException(e);
                  }
                });
    assertThat(building.await(30, TimeUnit.SECONDS)).isTrue();
    Instant future = Instant.now().plusSeconds(60);

    cache.removeUnused(
        future,
        names -> {
          throw new AssertionError("removed " + names);
        });
    end.countDown();
    build.join();

    List<String> removed = new ArrayList<>();
    cache.removeUnused(future, removed::addAll);
    assertThat(removed).containsExactly("a-package");
  }

  @Test
  void a_package_whose_use_is_not_known_is_kept_from_the_first_look_on(@TempDir Path folder)
      throws Exception {
    PackageCache cache = new PackageCache(folder);
    Files.createDirectories(folder.resolve("uv/wheels-v8/index/0a1b2c/a-package"));
    Instant start = Instant.now();

    cache.removeUnused(
        start,
        names -> {
          throw new AssertionError("removed " + names);
        });

    assertThat(folder.resolve("uv-last-use/a-package")).exists();
  }
}
