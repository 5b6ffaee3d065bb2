package io.bentoform.api.engine.local;

import io.bentoform.api.archive.ArchiveKind;
import io.bentoform.api.engine.ModelArchive;
import io.bentoform.api.engine.RolloutException;
import io.bentoform.api.engine.RolloutException.Phase;
import io.bentoform.api.engine.Specification;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Prepares what replicas stand on, and says for users why it cannot. */
final class Workshop {
  private final ContentStore contents;
  private final PythonEnvironments environments;

  Workshop(ContentStore contents, PythonEnvironments environments) {
    this.contents = contents;
    this.environments = environments;
  }

  /** Prepares it, and tells the log of each step. */
  Ground prepare(Specification specification, BuildLog log)
      throws RolloutException, InterruptedException {
    Content content;
    Path bento;
    try {
      content = ContentStore.content(ArchiveKind.BENTO, specification.archiveDigest());
      bento = contents.unpack(specification.uid(), specification.archive(), content);
      log.say("The bento " + specification.bento() + " is unpacked");
    } catch (IOException refused) {
      throw new RolloutException(
          Phase.BUILD,
          "Deployment %s cannot run: the archive of bento %s %s. Build the bento again and upload it."
              .formatted(specification.name(), specification.bento(), refused.getMessage()),
          refused);
    }
    List<PlacedModel> models = new ArrayList<>();
    for (ModelArchive model : specification.models()) {
      models.add(place(specification, model, log));
    }
    Path environment = environment(specification, bento, content.digest(), log);
    return new Ground(bento, content.digest(), models, environment);
  }

  private PlacedModel place(Specification specification, ModelArchive model, BuildLog log)
      throws RolloutException {
    try {
      Content content = ContentStore.content(ArchiveKind.MODEL, model.digest());
      Path folder = contents.unpack(specification.uid(), model.archive(), content);
      log.say("The model " + model.tag() + " is unpacked");
      return new PlacedModel(model.name(), model.version(), content, folder);
    } catch (IOException refused) {
      throw new RolloutException(
          Phase.BUILD,
          ("Deployment %s cannot run: the archive of model %s, which bento %s uses, %s. Push the"
                  + " model again: bentoml models push %s --force")
              .formatted(
                  specification.name(),
                  model.tag(),
                  specification.bento(),
                  refused.getMessage(),
                  model.tag()),
          refused);
    }
  }

  private Path environment(Specification specification, Path bento, String digest, BuildLog log)
      throws RolloutException, InterruptedException {
    try {
      return environments.provide(bento, digest, specification.buildEnvironment(), log);
    } catch (BuildFailure failure) {
      throw new RolloutException(
          Phase.BUILD,
          ("Deployment %s cannot run: the Python environment of bento %s was not built: %s. Read"
                  + " %s, correct the requirements of the bento, build and upload it again.")
              .formatted(
                  specification.name(), specification.bento(), failure.getMessage(), failure.log()),
          failure);
    } catch (IOException failure) {
      throw new RolloutException(
          Phase.BUILD,
          "Deployment %s cannot run: the Python environment of bento %s was not built: %s. Try again."
              .formatted(specification.name(), specification.bento(), failure.getMessage()),
          failure);
    }
  }
}
