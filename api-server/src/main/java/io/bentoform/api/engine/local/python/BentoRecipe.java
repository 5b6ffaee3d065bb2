package io.bentoform.api.engine.local.python;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The environment of an unpacked bento.
 *
 * @param before the command that runs what its image has before the requirements
 * @param after the command that runs what its image has after them
 * @param commandFolder where they run
 */
public record BentoRecipe(
    Path bento,
    String digest,
    BentoDescription description,
    ImageCommands image,
    List<String> before,
    List<String> after,
    Path commandFolder)
    implements Recipe {

  /**
   * Reads what the bento says.
   *
   * @param digest of the bento's archive
   * @param own a folder of the deployment, for what cannot be shared
   */
  public static BentoRecipe of(Path bento, String digest, Path own) throws IOException {
    BentoDescription description = BentoDescription.read(bento);
    ImageCommands image = ImageCommands.of(bento, description);
    Path folder = own.resolve("image");
    if (!image.isEmpty()) {
      image.layOut(bento, folder);
    }
    Path scripts = own.resolve("scripts");
    return new BentoRecipe(
        bento,
        digest,
        description,
        image,
        ImageCommands.command("image.commands", image.before(), scripts),
        ImageCommands.command("image.post_commands", image.after(), scripts),
        folder);
  }

  @Override
  public Optional<String> pythonVersion() {
    return description.pythonVersion();
  }

  @Override
  public Optional<String> bentomlVersion() {
    return description.bentomlVersion();
  }

  @Override
  public Path root() {
    return bento;
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
    String key = Requirements.of(bento, digest).key(description, pythonIdentity);
    if (image.isEmpty()) {
      return key;
    }
    Fingerprint print = new Fingerprint().add(key);
    image.addTo(print);
    return print.brief();
  }

  @Override
  public boolean isPrivate() {
    return !image.isEmpty();
  }

  @Override
  public Optional<String> notes() {
    return image.notes();
  }
}
