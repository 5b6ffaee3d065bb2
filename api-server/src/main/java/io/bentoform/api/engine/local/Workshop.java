package io.bentoform.api.engine.local;

import io.bentoform.api.engine.RolloutException;
import io.bentoform.api.engine.RolloutException.Phase;
import io.bentoform.api.engine.Specification;
import java.io.IOException;
import java.nio.file.Path;

/** Prepares what replicas stand on, and says for users why it cannot. */
final class Workshop {
  private final BentoStore bentos;
  private final PythonEnvironments environments;

  Workshop(BentoStore bentos, PythonEnvironments environments) {
    this.bentos = bentos;
    this.environments = environments;
  }

  /** Prepares it, and tells the log of each step. */
  Ground prepare(Specification specification, BuildLog log)
      throws RolloutException, InterruptedException {
    String digest;
    Path bento;
    try {
      digest = BentoStore.plain(specification.archiveDigest());
      bento = bentos.unpack(specification.uid(), specification.archive(), digest);
      log.say("The bento " + specification.bento() + " is unpacked");
    } catch (IOException refused) {
      throw new RolloutException(
          Phase.BUILD,
          "Deployment %s cannot run: the archive of bento %s %s. Build the bento again and upload it."
              .formatted(specification.name(), specification.bento(), refused.getMessage()),
          refused);
    }
    try {
      return new Ground(
          bento,
          digest,
          environments.provide(bento, digest, specification.buildEnvironment(), log));
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
