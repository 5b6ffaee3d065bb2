package io.bentoform.api.bento;

import io.bentoform.api.access.Organization;
import io.bentoform.api.archive.ArchiveKind;
import io.helidon.dbclient.DbExecute;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** What deployments need to know of bentos and of the models that these use. */
public final class Bentos {
  static final String LATEST = "latest";

  private final ArtifactStore store = new ArtifactStore();
  private final Archives archives;

  public Bentos(Archives archives) {
    this.archives = archives;
  }

  /**
   * A stored model that a bento uses.
   *
   * @param tag as the bento names it
   * @param model empty when it was never pushed
   */
  public record UsedModel(String tag, Optional<Artifact> model) {}

  /**
   * The bento that a text names: {@code name:version}, or {@code name} and {@code name:latest} for
   * the newest that has its archive. An archive stays until the transaction ends.
   */
  public Optional<Bento> resolve(DbExecute execute, Organization organization, String tag) {
    return find(execute, organization, ArchiveKind.BENTO, tag).map(Bento::new);
  }

  /** The models of a bento, the newest last. Their archives stay until the transaction ends. */
  public List<UsedModel> models(DbExecute execute, Organization organization, Bento bento) {
    List<UsedModel> used = new ArrayList<>();
    for (String tag : bento.modelTags()) {
      Optional<Artifact> model = find(execute, organization, ArchiveKind.MODEL, tag);
      if (!model.map(Artifact::isKeptElsewhere).orElse(false)) {
        used.add(new UsedModel(tag, model));
      }
    }
    used.sort(Comparator.comparing(one -> one.model().map(Artifact::id).orElse(0L)));
    return used;
  }

  private Optional<Artifact> find(
      DbExecute execute, Organization organization, ArchiveKind kind, String tag) {
    int colon = tag.indexOf(':');
    String name = colon < 0 ? tag : tag.substring(0, colon);
    String version = colon < 0 ? LATEST : tag.substring(colon + 1);
    Optional<Artifact> found =
        version.equals(LATEST)
            ? newest(execute, organization, kind, name)
            : store.find(execute, organization.id(), kind, name, version);
    return found.flatMap(artifact -> store.hold(execute, artifact.id()));
  }

  /** The newest one that can be used; where there is none, the one that is still to come. */
  private Optional<Artifact> newest(
      DbExecute execute, Organization organization, ArchiveKind kind, String name) {
    return store
        .repository(execute, organization.id(), kind, name)
        .flatMap(
            repository ->
                store
                    .newestUsable(execute, repository)
                    .or(() -> store.newest(execute, repository)));
  }

  /** The bento of this row. */
  public Bento byId(DbExecute execute, long id) {
    return new Bento(store.find(execute, id).orElseThrow());
  }

  /** Where the archive of an uploaded bento or model lies. */
  public Path archive(String digest) {
    return archives.path(digest);
  }
}
