package io.bentoform.api.bento;

import com.fasterxml.jackson.databind.JsonNode;
import io.bentoform.api.access.Organization;
import io.bentoform.api.archive.ArchiveKind;
import io.bentoform.api.archive.ArchiveSource;
import io.bentoform.api.bento.store.ArchiveStore;
import io.helidon.dbclient.DbExecute;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Finds bentos, and the models that they use, for deployments. */
public final class Bentos {
  static final String LATEST = "latest";

  private final ArtifactStore store = new ArtifactStore();
  private final RepositoryStore repositories = new RepositoryStore();
  private final ArchiveStore archives;

  public Bentos(ArchiveStore archives) {
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
    return repositories
        .find(execute, organization.id(), kind, name)
        .flatMap(
            repository ->
                store
                    .newestUsable(execute, repository)
                    .or(() -> store.newest(execute, repository)));
  }

  /**
   * A bento with the archive that a revision of a deployment runs.
   *
   * @param bento the id of its row
   * @param archive the digest of its archive then; null for a codespace, which needs none
   */
  public record Ran(long bento, @Nullable String archive) {}

  /** These bentos, each with its archive of then and the manifest that came with that. */
  public Map<Ran, Bento> asRun(DbExecute execute, Collection<Ran> asked) {
    Map<Long, Artifact> now =
        ArtifactStore.byIds(execute, asked.stream().map(Ran::bento).distinct().toList()).stream()
            .collect(Collectors.toMap(Artifact::id, Function.identity()));
    List<Ran> replaced =
        asked.stream()
            .filter(ran -> ran.archive() != null && !ran.archive().equals(digest(now, ran)))
            .toList();
    Map<Ran, JsonNode> manifests = UploadStore.replacedManifests(execute, replaced);
    Map<Ran, Bento> bentos = new HashMap<>();
    for (Ran ran : asked) {
      Artifact artifact = Objects.requireNonNull(now.get(ran.bento()));
      JsonNode manifest = manifests.get(ran);
      bentos.put(
          ran,
          new Bento(
              manifest == null || ran.archive() == null
                  ? artifact
                  : artifact.with(ran.archive(), manifest)));
    }
    return bentos;
  }

  private static @Nullable String digest(Map<Long, Artifact> now, Ran ran) {
    return Objects.requireNonNull(now.get(ran.bento())).digest();
  }

  /** The archive of an uploaded bento or model. */
  public ArchiveSource archive(String digest) {
    return new StoredArchive(archives, digest);
  }
}
