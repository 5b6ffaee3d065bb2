package io.bentoform.api.engine.local.python;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** The environment of an unpacked bento. */
public record BentoRecipe(Path bento, String digest, BentoDescription description)
    implements Recipe {

  /**
   * Reads what the bento says.
   *
   * @param digest of the bento's archive
   */
  public static BentoRecipe of(Path bento, String digest) throws IOException {
    return new BentoRecipe(bento, digest, BentoDescription.read(bento));
  }

  @Override
  public Optional<String> pythonVersion() {
    return description.pythonVersion();
  }

  @Override
  public Optional<String> bentomlVersion() {
    return description.bentomlVersion();
  }

  /** As in the image of a bento: names in the requirements are relative to the sources. */
  @Override
  public Path workingFolder() {
    Path sources = bento.resolve("src");
    return Files.isDirectory(sources) ? sources : bento;
  }

  @Override
  public Path requirements() {
    return bento.resolve(Requirements.FILE);
  }

  @Override
  public String key(String pythonIdentity) throws IOException {
    return Requirements.of(bento, digest).key(description, pythonIdentity);
  }
}
