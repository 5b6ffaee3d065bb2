package io.bentoform.api.engine.local;

import io.bentoform.api.archive.ArchiveKind;
import io.bentoform.api.engine.ModelArchive;
import io.bentoform.api.engine.RolloutException;
import io.bentoform.api.engine.RolloutException.Phase;
import io.bentoform.api.engine.Sources;
import io.bentoform.api.engine.Specification;
import io.bentoform.api.engine.local.content.ContentStore;
import io.bentoform.api.engine.local.content.PlacedModel;
import io.bentoform.api.engine.local.content.StoredContent;
import io.bentoform.api.engine.local.python.BentoRecipe;
import io.bentoform.api.engine.local.python.BuildFailure;
import io.bentoform.api.engine.local.python.BuildLog;
import io.bentoform.api.engine.local.python.ProjectRecipe;
import io.bentoform.api.engine.local.python.PythonEnvironment;
import io.bentoform.api.engine.local.python.PythonEnvironments;
import io.bentoform.api.engine.local.python.Recipe;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Prepares releases, with failures in messages for users. */
final class ReleasePreparer {
  private final ContentStore contents;
  private final PythonEnvironments environments;
  private final StateFolder state;

  ReleasePreparer(ContentStore contents, PythonEnvironments environments, StateFolder state) {
    this.contents = contents;
    this.state = state;
    this.environments = environments;
  }

  /** Prepares a release and logs each step. */
  PreparedRelease prepare(Specification specification, BuildLog log)
      throws RolloutException, InterruptedException {
    return switch (specification.sources()) {
      case Sources.Archive archive -> unpacked(specification, archive, log);
      case Sources.Project project -> project(specification, project, log);
    };
  }

  private PreparedRelease unpacked(
      Specification specification, Sources.Archive archive, BuildLog log)
      throws RolloutException, InterruptedException {
    StoredContent content;
    Path bento;
    try {
      content = ContentStore.content(ArchiveKind.BENTO, archive.digest());
      bento = contents.unpack(specification.uid(), archive.source(), content);
      log.say("The bento " + specification.bento() + " is unpacked");
    } catch (IOException e) {
      throw new RolloutException(
          Phase.BUILD,
          "Deployment %s cannot run: the archive of bento %s %s. Build the bento again and upload it."
              .formatted(specification.name(), specification.bento(), e.getMessage()),
          e);
    }
    List<PlacedModel> models = models(specification, log);
    BentoRecipe recipe = recipe(specification, bento, content.digest(), log);
    PythonEnvironment environment =
        environment(
            specification,
            recipe,
            "correct the requirements or the commands of the bento, build and upload it again",
            log);
    return new PreparedRelease(
        bento,
        content.digest(),
        models,
        environment.folder(),
        environment.interpreter(),
        recipe.notes());
  }

  private BentoRecipe recipe(Specification specification, Path bento, String digest, BuildLog log)
      throws RolloutException {
    try {
      BentoRecipe recipe = BentoRecipe.of(bento, digest, own(specification.uid()));
      tellNotes(recipe, log);
      return recipe;
    } catch (IOException e) {
      throw notBuilt(specification, e);
    }
  }

  private static void tellNotes(Recipe recipe, BuildLog log) throws IOException {
    if (recipe.notes().isPresent()) {
      log.say(recipe.notes().get());
    }
  }

  private PreparedRelease project(
      Specification specification, Sources.Project project, BuildLog log)
      throws RolloutException, InterruptedException {
    try {
      ProjectRecipe recipe = ProjectRecipe.of(project, own(specification.uid()));
      tellNotes(recipe, log);
      List<PlacedModel> models = models(specification, log);
      PythonEnvironment environment =
          environment(
              specification,
              recipe,
              "correct the requirements or the setup scripts of the project",
              log);
      return new PreparedRelease(
          project.folder(),
          recipe.digest(),
          models,
          environment.folder(),
          environment.interpreter(),
          recipe.notes());
    } catch (IOException e) {
      throw new RolloutException(
          Phase.BUILD,
          "Codespace %s cannot run: its files cannot be read: %s. Try again."
              .formatted(specification.name(), e.getMessage()),
          e);
    }
  }

  private List<PlacedModel> models(Specification specification, BuildLog log)
      throws RolloutException, InterruptedException {
    List<PlacedModel> models = new ArrayList<>();
    for (ModelArchive model : specification.models()) {
      models.add(place(specification, model, log));
    }
    return models;
  }

  private PlacedModel place(Specification specification, ModelArchive model, BuildLog log)
      throws RolloutException, InterruptedException {
    try {
      StoredContent content = ContentStore.content(ArchiveKind.MODEL, model.digest());
      Path folder = contents.unpack(specification.uid(), model.archive(), content);
      log.say("The model " + model.tag() + " is unpacked");
      return new PlacedModel(model.name(), model.version(), content, folder);
    } catch (IOException e) {
      throw new RolloutException(
          Phase.BUILD,
          ("Deployment %s cannot run: the archive of model %s, which bento %s uses, %s. Push the"
                  + " model again: bentoml models push %s --force")
              .formatted(
                  specification.name(),
                  model.tag(),
                  specification.bento(),
                  e.getMessage(),
                  model.tag()),
          e);
    }
  }

  private Path own(String uid) {
    return state.folder(uid).resolve("own");
  }

  /** Removes environments that only this deployment used, except the current ones. */
  void tidy(String uid, List<PreparedRelease> current) throws IOException {
    environments.retainOnly(
        own(uid), current.stream().map(PreparedRelease::environment).collect(Collectors.toSet()));
  }

  private PythonEnvironment environment(
      Specification specification, Recipe recipe, String remedy, BuildLog log)
      throws RolloutException, InterruptedException {
    try {
      return environments.provide(
          recipe, own(specification.uid()), specification.buildEnvironment(), log);
    } catch (BuildFailure e) {
      throw new RolloutException(
          Phase.BUILD,
          ("Deployment %s cannot run: the Python environment of bento %s was not built: %s. Read"
                  + " %s, %s.")
              .formatted(
                  specification.name(), specification.bento(), e.getMessage(), e.log(), remedy),
          e);
    } catch (IOException e) {
      throw notBuilt(specification, e);
    }
  }

  private static RolloutException notBuilt(Specification specification, IOException e) {
    return new RolloutException(
        Phase.BUILD,
        "Deployment %s cannot run: the Python environment of bento %s was not built: %s. Try again."
            .formatted(specification.name(), specification.bento(), e.getMessage()),
        e);
  }
}
