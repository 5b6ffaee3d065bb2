package io.bentoform.api.conformance;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A model in the command line's own store, and a bento that uses one. */
final class Models {
  private Models() {}

  /** Makes a model with one text in it. */
  static void create(CommandLine bentoml, String tag, String word) {
    bentoml
        .python(
            """
            import bentoml
            with bentoml.models.create("%s", labels={"stage": "prod"}) as model:
                open(model.path_of("word.txt"), "w").write("%s")
            """
                .formatted(tag, word))
        .succeeded();
  }

  /** Writes the sources of a bento of this name that answers with the text in a model. */
  static Path writeTo(Path folder, String name, String model) {
    try {
      Files.createDirectories(folder);
      Files.writeString(
          folder.resolve("service.py"),
          """
          import bentoml
          from bentoml.models import BentoModel

          @bentoml.service(name="%s")
          class Speaker:
              model = BentoModel("%s")

              @bentoml.api
              def word(self, name: str) -> str:
                  return open(self.model.path_of("word.txt")).read() + " " + name
          """
              .formatted(name, model));
      Files.write(
          folder.resolve("bentofile.yaml"),
          List.of("service: \"service:Speaker\"", "python: {lock_packages: false}"));
      return folder;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
