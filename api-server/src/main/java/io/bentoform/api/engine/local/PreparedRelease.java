package io.bentoform.api.engine.local;

import io.bentoform.api.archive.ArchiveKind;
import io.bentoform.api.engine.local.content.PlacedModel;
import io.bentoform.api.engine.local.content.StoredContent;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What the replicas of a revision run: the unpacked bento, or the project of a codespace, its
 * models and its Python environment.
 *
 * @param digest of the bento's archive, or of what a codespace replica cannot reload
 * @param python what the environment needs of the Python that it was made with
 * @param note what is missing, for users
 */
record PreparedRelease(
    Path bento,
    String digest,
    List<PlacedModel> models,
    Path environment,
    Set<Path> python,
    Optional<String> note) {

  /** All that must stay unpacked. */
  Set<StoredContent> contents() {
    Set<StoredContent> contents = new HashSet<>();
    contents.add(new StoredContent(ArchiveKind.BENTO, digest));
    models.forEach(model -> contents.add(model.content()));
    return contents;
  }
}
