package io.bentoform.api.bento;

import io.bentoform.api.access.Organization;
import io.bentoform.api.archive.ArchiveKind;
import io.helidon.dbclient.DbExecute;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Finds bentos, and the models that they use, for deployments. */
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
   * @param model empty when it has not been pushed
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

  /** The newest usable one, else the newest one. */
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

  /** The bentos of these rows, by the ids of the rows. */
  public Map<Long, Bento> byIds(DbExecute execute, Collection<Long> ids) {
    return ArtifactStore.byIds(execute, List.copyOf(ids)).stream()
        .collect(Collectors.toMap(Artifact::id, Bento::new));
  }

  /** The file of the archive of an uploaded bento or model. */
  public Path archive(String digest) {
    return archives.path(digest);
  }
}
