package io.bentoform.api.engine.local;

import io.bentoform.api.archive.ArchiveKind;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What the replicas of a revision stand on: the unpacked bento, its models and its Python
 * environment.
 *
 * @param digest of the bento's archive
 */
record Ground(Path bento, String digest, List<PlacedModel> models, Path environment) {

  /** All that must stay unpacked. */
  Set<Content> contents() {
    Set<Content> contents = new HashSet<>();
    contents.add(new Content(ArchiveKind.BENTO, digest));
    models.forEach(model -> contents.add(model.content()));
    return contents;
  }
}
