package io.bentoform.api.engine;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.apache.commons.codec.digest.DigestUtils;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;

/**
 * A real bento for tests, built by the real {@code bentoml} in a virtual environment of its own.
 * Both are made once and kept in a cache folder below {@code target}; the packages come from the
 * Python package registry by its ordinary clients.
 *
 * <p>Its archive is what {@code bentoml push} uploads: the built folder as an uncompressed tar with
 * PAX headers, members beginning with {@code ./}, without {@code ./models}. The endpoints are in
 * {@code engine/sample/service.py} of the test resources.
 *
 * @param archive the tar
 * @param digest its SHA-256 in lower-case hexadecimal
 */
public record SampleBento(Path archive, String digest) {
  public static final String NAME = "sample";
  public static final String VERSION = "v1";
  public static final String TAG = NAME + ":" + VERSION;
  public static final String SERVICE = "Sample";
  public static final String BENTOML_VERSION = "1.4.40";

  private static final Path CACHE = Path.of("target", "sample-bento");

  /** The bento, from the cache of the module whose tests run. */
  public static SampleBento shared() {
    return in(CACHE);
  }

  /** A bento of the same name that has two services, of which one calls the other. */
  public static SampleBento pair() {
    return built(CACHE, CACHE.resolve("pair"), "pair");
  }

  /** The bento, from a cache folder; what is missing there is made now. */
  public static SampleBento in(Path cache) {
    return built(cache, cache, "sample");
  }

  private static synchronized SampleBento built(Path tools, Path cache, String sources) {
    try {
      Path folder = cache.toAbsolutePath();
      Path archive = folder.resolve("sample-" + BENTOML_VERSION + ".tar");
      Path project = folder.resolve("project");
      if (refresh(project, sources) || !Files.exists(archive)) {
        delete(folder.resolve("home"));
        Path draft = folder.resolve("sample.tar.draft");
        pack(build(tools.toAbsolutePath(), folder.resolve("home"), project), draft);
        Files.move(draft, archive, StandardCopyOption.ATOMIC_MOVE);
      }
      return of(archive);
    } catch (IOException e) {
      throw new UncheckedIOException("The sample bento cannot be built", e);
    }
  }

  /** The same bento with one of its files changed, as another archive in the given folder. */
  public SampleBento with(String file, String content, Path folder) throws IOException {
    Path changed = folder.resolve("bento");
    copy(unpacked(), changed);
    Files.writeString(changed.resolve(file), content);
    Path other = folder.resolve("changed.tar");
    pack(changed, other);
    return of(other);
  }

  /** As {@link #with(String, String, Path)}, by a change of what the file holds. */
  public SampleBento with(String file, UnaryOperator<String> change, Path folder)
      throws IOException {
    return with(file, change.apply(Files.readString(unpacked().resolve(file))), folder);
  }

  private Path unpacked() {
    return archive.resolveSibling("home/bentos/" + NAME + "/" + VERSION);
  }

  private static SampleBento of(Path archive) throws IOException {
    try (InputStream in = Files.newInputStream(archive)) {
      return new SampleBento(archive, DigestUtils.sha256Hex(in));
    }
  }

  private static Path build(Path tools, Path home, Path project) throws IOException {
    Path bentoml = VirtualEnvironment.of(tools, BENTOML_VERSION).program("bentoml");
    VirtualEnvironment.run(
        project,
        Map.of("BENTOML_HOME", home.toString(), "BENTOML_DO_NOT_TRACK", "True"),
        bentoml.toString(),
        "build",
        "--version",
        VERSION);
    return home.resolve("bentos/" + NAME + "/" + VERSION);
  }

  /** Puts the sources in place; true when they were not there, just so. */
  private static boolean refresh(Path project, String sources) throws IOException {
    boolean changed = false;
    Files.createDirectories(project);
    for (String file : List.of("service.py", "bentofile.yaml")) {
      try (InputStream in =
          SampleBento.class.getResourceAsStream("/engine/" + sources + "/" + file)) {
        if (in == null) {
          throw new IOException("the test resource " + file + " is missing");
        }
        byte[] source = in.readAllBytes();
        Path target = project.resolve(file);
        if (!Files.exists(target) || !Arrays.equals(Files.readAllBytes(target), source)) {
          Files.write(target, source);
          changed = true;
        }
      }
    }
    return changed;
  }

  private static void delete(Path tree) throws IOException {
    if (Files.exists(tree)) {
      try (Stream<Path> all = Files.walk(tree)) {
        for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(path);
        }
      }
    }
  }

  /** Packs a built bento as {@code bentoml push} does. */
  public static void pack(Path bento, Path archive) throws IOException {
    try (OutputStream out = Files.newOutputStream(archive);
        TarArchiveOutputStream tar = new TarArchiveOutputStream(out, "UTF-8");
        Stream<Path> tree = Files.walk(bento)) {
      tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
      tar.setBigNumberMode(TarArchiveOutputStream.BIGNUMBER_POSIX);
      tar.setAddPaxHeadersForNonAsciiNames(true);
      for (Path path : tree.sorted().toList()) {
        Path relative = bento.relativize(path);
        if (relative.startsWith("models") || relative.toString().contains("__pycache__")) {
          continue;
        }
        boolean folder = Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS);
        String name = "./" + relative + (folder && !relative.toString().isEmpty() ? "/" : "");
        TarArchiveEntry entry = new TarArchiveEntry(path, name);
        // A header of its own, as Python's tar writes for the fraction of a second.
        entry.addPaxHeader("comment", "sample");
        tar.putArchiveEntry(entry);
        if (!folder) {
          Files.copy(path, tar);
        }
        tar.closeArchiveEntry();
      }
    }
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> tree = Files.walk(from)) {
      for (Path path : tree.toList()) {
        Path target = to.resolve(from.relativize(path));
        if (Files.isDirectory(path)) {
          Files.createDirectories(target);
        } else {
          Files.copy(path, target);
        }
      }
    }
  }
}
