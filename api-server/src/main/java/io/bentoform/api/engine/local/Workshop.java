package io.bentoform.api.engine.local;

import io.bentoform.api.crypto.PrivateFiles;
import io.bentoform.api.engine.RolloutException;
import io.bentoform.api.engine.RolloutException.Phase;
import io.bentoform.api.engine.Sources;
import io.bentoform.api.engine.Specification;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/** Prepares what replicas stand on, and says for users why it cannot. */
final class Workshop {
  private final BentoStore bentos;
  private final PythonEnvironments environments;
  private final StateFolder state;

  Workshop(BentoStore bentos, PythonEnvironments environments, StateFolder state) {
    this.bentos = bentos;
    this.state = state;
    this.environments = environments;
  }

  /** Prepares it, and tells the log of each step. */
  Ground prepare(Specification specification, BuildLog log)
      throws RolloutException, InterruptedException {
    return switch (specification.sources()) {
      case Sources.Archive archive -> unpacked(specification, archive, log);
      case Sources.Project project -> project(specification, project, log);
    };
  }

  private Ground unpacked(Specification specification, Sources.Archive archive, BuildLog log)
      throws RolloutException, InterruptedException {
    String digest;
    Path bento;
    try {
      digest = BentoStore.plain(archive.digest());
      bento = bentos.unpack(specification.uid(), archive.tar(), digest);
      log.say("The bento " + specification.bento() + " is unpacked");
    } catch (IOException refused) {
      throw new RolloutException(
          Phase.BUILD,
          "Deployment %s cannot run: the archive of bento %s %s. Build the bento again and upload it."
              .formatted(specification.name(), specification.bento(), refused.getMessage()),
          refused);
    }
    Path environment =
        environment(
            specification,
            () -> BentoRecipe.of(bento, digest),
            "correct the requirements of the bento, build and upload it again",
            log);
    return new Ground(bento, digest, environment, Optional.empty());
  }

  private Ground project(Specification specification, Sources.Project project, BuildLog log)
      throws RolloutException, InterruptedException {
    try {
      ProjectRecipe recipe = ProjectRecipe.of(project, own(specification.uid()));
      if (recipe.notes().isPresent()) {
        log.say(recipe.notes().get());
      }
      Path environment =
          environment(
              specification,
              () -> recipe,
              "correct the requirements or the setup scripts of the project",
              log);
      return new Ground(project.folder(), recipe.digest(), environment, recipe.notes());
    } catch (IOException unreadable) {
      throw new RolloutException(
          Phase.BUILD,
          "Codespace %s cannot run: its files cannot be read: %s. Try again."
              .formatted(specification.name(), unreadable.getMessage()),
          unreadable);
    }
  }

  private Path own(String uid) {
    return state.folder(uid).resolve("own");
  }

  /** Removes environments that only this deployment used, but the one that it stands on. */
  void tidy(String uid, Ground ground) throws IOException {
    for (Path environment : FileTrees.children(own(uid).resolve("environments"))) {
      if (!environment.equals(ground.environment())) {
        PrivateFiles.delete(environment);
      }
    }
  }

  private interface Reading {
    Recipe recipe() throws IOException;
  }

  private Path environment(
      Specification specification, Reading reading, String remedy, BuildLog log)
      throws RolloutException, InterruptedException {
    try {
      return environments.provide(reading.recipe(), specification.buildEnvironment(), log);
    } catch (BuildFailure failure) {
      throw new RolloutException(
          Phase.BUILD,
          ("Deployment %s cannot run: the Python environment of bento %s was not built: %s. Read"
                  + " %s, %s.")
              .formatted(
                  specification.name(),
                  specification.bento(),
                  failure.getMessage(),
                  failure.log(),
                  remedy),
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
