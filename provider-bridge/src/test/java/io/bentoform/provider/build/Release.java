package io.bentoform.provider.build;

import io.bentoform.provider.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Makes what is published of a version from the package, in {@code release}: a zip for this
 * platform and one for each other whose JDK is given, the manifest for registries, a bill of
 * materials and the checksums of all, to be signed. A mirror with the zips shows that it installs.
 */
public final class Release {

  /** The default hosts of Terraform and OpenTofu. */
  private static final List<String> HOSTS =
      List.of("registry.terraform.io", "registry.opentofu.org");

  private final Path target;
  private final Path folder;
  private final String prefix;
  private final List<Path> files = new ArrayList<>();

  private Release(Path target, String version) {
    this.target = target;
    this.folder = target.resolve("release");
    this.prefix = "terraform-provider-bentocloud_" + version;
  }

  /**
   * Arguments: the folder of the module, the version, the time of all files in the zip; then
   * folders with the jmod files of JDKs of other platforms, if any, between colons. The package and
   * the bill of materials are in its folder {@code target}.
   */
  public static void main(String[] args) throws IOException, Json.ParseException {
    Path module = Path.of(args[0]).toAbsolutePath();
    Release release = new Release(module.resolve("target"), args[1].replace("-SNAPSHOT", ""));
    List<Path> others =
        Stream.of(args)
            .skip(3)
            .flatMap(Pattern.compile(":")::splitAsStream)
            .filter(Predicate.not(String::isEmpty))
            .map(Path::of)
            .toList();
    release.make(module, Instant.parse(args[2]), others);
  }

  private void make(Path module, Instant time, List<Path> others)
      throws IOException, Json.ParseException {
    FileTree.delete(folder);
    Files.createDirectories(folder);
    for (Map.Entry<Platform, Path> each : packages(others).entrySet()) {
      Path zip = add("_" + each.getKey().name() + ".zip");
      PackageZip.write(each.getValue(), licence(module), zip, time);
      mirror(zip);
    }
    Files.copy(module.resolve("terraform-registry-manifest.json"), add("_manifest.json"));
    billOfMaterials();
    Files.writeString(folder.resolve(prefix + "_SHA256SUMS"), checksums());
  }

  /** The package of each platform, by name. */
  private Map<Platform, Path> packages(List<Path> others) throws IOException {
    Path provider = target.resolve("provider");
    Map<Platform, Path> packages = new LinkedHashMap<>(Map.of(Platform.here(), provider));
    for (Path jmods : others) {
      Platform platform = Platform.of(jmods);
      Path other = target.resolve("platforms").resolve(platform.name());
      if (packages.putIfAbsent(platform, other) != null) {
        throw new IllegalArgumentException(
            jmods + " is for " + platform.name() + ", of which there is a zip already");
      }
      OtherPlatform.make(provider, jmods, other);
    }
    return packages;
  }

  /** Its plugin is skipped while Maven is offline; the rest of a release needs nothing of it. */
  private void billOfMaterials() throws IOException, Json.ParseException {
    Path made = target.resolve("bom.json");
    if (!Files.exists(made)) {
      System.err.println(
          "The release has no bill of materials: it is made online alone. Build without --offline.");
      return;
    }
    Files.writeString(
        add("_sbom.cdx.json"), Materials.of(Files.readString(made), jars(), Runtime.version()));
  }

  private Path add(String suffix) {
    Path file = folder.resolve(prefix + suffix);
    files.add(file);
    return file;
  }

  private Set<String> jars() throws IOException {
    try (Stream<Path> jars = Files.list(target.resolve("provider/lib"))) {
      return jars.map(jar -> jar.getFileName().toString()).collect(Collectors.toSet());
    }
  }

  /**
   * The files of the repository that the zip has beside the package: its licence, if there is one.
   */
  private static List<Path> licence(Path module) {
    Path licence = module.resolveSibling("LICENSE");
    return Files.exists(licence) ? List.of(licence) : List.of();
  }

  /** In the form of {@code sha256sum}, by which it can be checked too. */
  private String checksums() throws IOException {
    StringBuilder sums = new StringBuilder();
    for (Path file : files.stream().sorted().toList()) {
      sums.append(sha256(file)).append("  ").append(file.getFileName()).append('\n');
    }
    return sums.toString();
  }

  private static String sha256(Path file) throws IOException {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      return HexFormat.of().formatHex(digest.digest(Files.readAllBytes(file)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  /** A filesystem mirror in packed layout, from which hosts unpack the zip. */
  private void mirror(Path zip) throws IOException {
    for (String host : HOSTS) {
      Path mirror = folder.resolve("mirror").resolve(Path.of(host, "bentoform", "bentocloud"));
      Files.createDirectories(mirror);
      Files.copy(zip, mirror.resolve(zip.getFileName()), StandardCopyOption.COPY_ATTRIBUTES);
    }
  }
}
